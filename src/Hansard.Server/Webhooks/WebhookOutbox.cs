using Dapper;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Webhooks;

/// <summary>Webhooks that are to be sent, as rows that are written together with the end of their job.</summary>
internal static class WebhookOutbox
{
    /// <summary>Adds the webhook of a job that ends in the current transaction, if it asked for one.</summary>
    /// <param name="connection">In the transaction that ends the job.</param>
    /// <param name="transcriptionId">The job.</param>
    /// <param name="status">What it ended in.</param>
    /// <param name="now">Milliseconds since 1970 UTC.</param>
    public static void Add(SqliteConnection connection, string transcriptionId, string status, long now)
        => connection.Execute(
            """
            INSERT INTO webhook_outbox (transcription_id, status, url, auth_header_name, auth_header_value, created_at, next_attempt_at)
            SELECT id, @status, webhook_url, webhook_auth_header_name, webhook_auth_header_value, @now, @now
            FROM transcriptions WHERE id = @transcriptionId AND webhook_url IS NOT NULL
            """,
            new { transcriptionId, status, now });
}
