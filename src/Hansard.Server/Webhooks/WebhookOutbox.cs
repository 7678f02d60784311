using Dapper;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Webhooks;

/// <summary>Webhooks that are to be sent, as rows that are written together with the end of their job.</summary>
internal static class WebhookOutbox
{
    // More due rows than this are looked at in the next round.
    private const int MaximumScanned = 10_000;

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

    /// <summary>The webhooks whose time has come, the longest overdue first. Read one by one: the reader stops when it has enough.</summary>
    public static IEnumerable<Webhook> Due(SqliteConnection connection, long now)
        => connection.Query<Webhook>(
            """
            SELECT seq Seq, transcription_id TranscriptionId, status Status, url Url, auth_header_name AuthHeaderName,
                auth_header_value AuthHeaderValue, attempts Attempts
            FROM webhook_outbox WHERE next_attempt_at <= @now ORDER BY next_attempt_at, seq LIMIT @MaximumScanned
            """,
            new { now, MaximumScanned },
            buffered: false);

    /// <summary>When the next webhook falls due after now; null when there is none.</summary>
    public static long? NextDue(SqliteConnection connection, long now)
        => connection.ExecuteScalar<long?>("SELECT min(next_attempt_at) FROM webhook_outbox WHERE next_attempt_at > @now", new { now });

    /// <summary>Records the receiver's status with the transcription, if that still exists; null leaves the last one.</summary>
    public static void RecordStatus(SqliteConnection connection, Webhook webhook, int? status)
        => connection.Execute(
            "UPDATE transcriptions SET webhook_status_code = coalesce(@status, webhook_status_code) WHERE id = @TranscriptionId",
            new { webhook.TranscriptionId, status });

    /// <summary>Removes a webhook that was delivered or is given up.</summary>
    public static void Remove(SqliteConnection connection, Webhook webhook)
        => connection.Execute("DELETE FROM webhook_outbox WHERE seq = @Seq", new { webhook.Seq });

    /// <summary>Counts a failed try and sets the time of the next.</summary>
    public static void Postpone(SqliteConnection connection, Webhook webhook, long next)
        => connection.Execute(
            "UPDATE webhook_outbox SET attempts = attempts + 1, next_attempt_at = @next WHERE seq = @Seq", new { webhook.Seq, next });
}
