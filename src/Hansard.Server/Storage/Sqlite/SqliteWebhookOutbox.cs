using System.Text.Json;
using Dapper;
using Hansard.Server.Configuration;
using Hansard.Server.Jobs;
using Hansard.Server.Outbound;
using Hansard.Server.Webhooks;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>Webhooks that are to be sent as rows of SQLite.</summary>
/// <remarks>Times are by the <see cref="MonotonicClock"/>.</remarks>
internal sealed class SqliteWebhookOutbox(Database database, WebhookOptions options, MonotonicClock clock) : IWebhookOutbox
{
    private const string Columns =
        """
        seq Seq, transcription_id TranscriptionId, project_id ProjectId, status Status, url Url, host Host, auth_header_name AuthHeaderName,
        auth_header_value AuthHeaderValue, attempts Attempts
        """;

    /// <summary>Adds the webhook of a job that ends in the current transaction, if it asked for one; it is due at once.</summary>
    /// <remarks>
    /// The secret that it is to be sent with is moved here, and an empty one left with the job, which shows that there was one.
    /// </remarks>
    /// <param name="connection">In the transaction that ends the job.</param>
    /// <param name="transcriptionId">The job.</param>
    /// <param name="status">The state that it ended in.</param>
    /// <param name="now">Milliseconds since 1970 UTC.</param>
    public static void Add(SqliteConnection connection, string transcriptionId, string status, long now)
    {
        var url = connection.ExecuteScalar<string?>(
            "SELECT webhook_url FROM transcriptions WHERE id = @transcriptionId", new { transcriptionId });
        if (url is not null)
        {
            connection.Execute(
                """
                INSERT INTO webhook_outbox (
                    transcription_id, project_id, status, url, host, auth_header_name, auth_header_value, created_at, next_attempt_at)
                SELECT id, project_id, @status, webhook_url, @host, webhook_auth_header_name, webhook_auth_header_value, @now, 0
                FROM transcriptions WHERE id = @transcriptionId
                """,
                new { transcriptionId, status, host = OutboundSlots.HostOf(new Uri(url)), now });
        }

        connection.Execute(
            """
            UPDATE transcriptions SET webhook_auth_header_value = '' WHERE id = @transcriptionId AND webhook_auth_header_value IS NOT NULL
            """,
            new { transcriptionId });
    }

    /// <inheritdoc />
    public IReadOnlyList<string> DueProjects() => database.Read(c => c.Query<string>(
        """
        SELECT id FROM (
            SELECT p.id, (SELECT min(w.next_attempt_at) FROM webhook_outbox w WHERE w.project_id = p.id) AS due FROM projects p)
        WHERE due <= @now ORDER BY due
        """,
        new { now = clock.Milliseconds() }).AsList());

    /// <inheritdoc />
    public Webhook? NextDue(string project, IEnumerable<long> underWay, IReadOnlyList<string> fullHosts)
        => database.Read(c => c.QuerySingleOrDefault<Webhook>(
        $"""
        SELECT {Columns} FROM webhook_outbox
        WHERE project_id = @project AND next_attempt_at <= @now
            AND seq NOT IN (SELECT value FROM json_each(@underWay)) AND host NOT IN (SELECT value FROM json_each(@fullHosts))
        ORDER BY next_attempt_at, seq LIMIT 1
        """,
        new
        {
            project,
            now = clock.Milliseconds(),
            underWay = JsonSerializer.Serialize(underWay),
            fullHosts = JsonSerializer.Serialize(fullHosts),
        }));

    /// <inheritdoc />
    public TimeSpan? UntilNextDue(long since)
    {
        var due = database.Read(c => c.ExecuteScalar<long?>(
            "SELECT min(next_attempt_at) FROM webhook_outbox WHERE next_attempt_at > @since", new { since }));
        return due is { } time ? TimeSpan.FromMilliseconds(time - clock.Milliseconds()) : null;
    }

    /// <inheritdoc />
    public Task HastenAsync(CancellationToken cancellationToken) => database.WriteAsync(
        c => c.Execute(
            "UPDATE webhook_outbox SET next_attempt_at = @soon WHERE next_attempt_at > @soon",
            new { soon = clock.Milliseconds() + (long)options.FirstPause.TotalMilliseconds }),
        cancellationToken);

    /// <inheritdoc />
    public Task EndAsync(Webhook webhook, int? status) => database.WriteAsync(
        c =>
        {
            RecordStatus(c, webhook, status);
            c.Execute("DELETE FROM webhook_outbox WHERE seq = @Seq", new { webhook.Seq });
        },
        Database.BackgroundTimeout);

    /// <inheritdoc />
    public Task PostponeAsync(Webhook webhook, int? status, TimeSpan pause) => database.WriteAsync(
        c =>
        {
            RecordStatus(c, webhook, status);
            c.Execute(
                "UPDATE webhook_outbox SET attempts = attempts + 1, next_attempt_at = @next WHERE seq = @Seq",
                new { webhook.Seq, next = clock.Milliseconds() + (long)pause.TotalMilliseconds });
        },
        Database.BackgroundTimeout);

    // With the transcription, if that still exists.
    private static void RecordStatus(SqliteConnection connection, Webhook webhook, int? status)
        => connection.Execute(
            "UPDATE transcriptions SET webhook_status_code = coalesce(@status, webhook_status_code) WHERE id = @TranscriptionId",
            new { webhook.TranscriptionId, status });
}
