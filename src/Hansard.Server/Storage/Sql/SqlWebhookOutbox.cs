using System.Data.Common;
using Dapper;
using Hansard.Server.Configuration;
using Hansard.Server.Outbound;
using Hansard.Server.Webhooks;

namespace Hansard.Server.Storage.Sql;

/// <summary>Webhooks that are to be sent as rows.</summary>
/// <remarks>Times are by the database's clock.</remarks>
internal sealed class SqlWebhookOutbox(ISqlDatabase database, WebhookOptions options) : IWebhookOutbox
{
    private const string Columns =
        """
        seq Seq, transcription_id TranscriptionId, project_id ProjectId, status Status, url Url, host Host, auth_header_name AuthHeaderName,
        auth_header_value AuthHeaderValue, attempts Attempts, claim Claim
        """;

    /// <summary>Adds the webhook of a job that ends in the current transaction, if it asked for one; it is due at once.</summary>
    /// <remarks>
    /// The secret that it is to be sent with is moved here, and an empty one left with the job, which shows that there was one.
    /// </remarks>
    /// <param name="connection">In the transaction that ends the job.</param>
    /// <param name="transcriptionId">The job.</param>
    /// <param name="status">The state that it ended in.</param>
    /// <param name="now">Milliseconds since 1970 UTC.</param>
    public static void Add(DbConnection connection, string transcriptionId, string status, long now)
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
    public DueWebhooks Due() => database.Read(c =>
    {
        var now = c.ExecuteScalar<long>("SELECT now_ms()");
        return new DueWebhooks(now, c.Query<string>(
            """
            SELECT id FROM (
                SELECT p.id, (SELECT min(w.next_attempt_at) FROM webhook_outbox w WHERE w.project_id = p.id) AS due FROM projects p) d
            WHERE due <= @now ORDER BY due
            """,
            new { now }).AsList());
    });

    /// <inheritdoc />
    public Task<Webhook?> TakeAsync(
        string project, IReadOnlyList<string> fullHosts, TimeSpan longest, CancellationToken cancellationToken)
        => database.WriteAsync(
            c => c.QuerySingleOrDefault<Webhook>(
                $"""
                UPDATE webhook_outbox SET claim = claim + 1, next_attempt_at = now_ms() + @longest WHERE seq = (
                    SELECT seq FROM webhook_outbox
                    WHERE project_id = @project AND next_attempt_at <= now_ms()
                        AND NOT ({database.Dialect.Among("host", "@fullHosts")})
                    ORDER BY next_attempt_at, seq LIMIT 1{database.Dialect.ForClaim})
                RETURNING {Columns}
                """,
                new { project, fullHosts = fullHosts.ToArray(), longest = (long)longest.TotalMilliseconds }),
            cancellationToken);

    /// <inheritdoc />
    public TimeSpan? UntilNextDue(long since) => database.Read(c => c.ExecuteScalar<long?>(
        "SELECT min(next_attempt_at) - now_ms() FROM webhook_outbox WHERE next_attempt_at > @since", new { since })) is { } wait
        ? TimeSpan.FromMilliseconds(wait)
        : null;

    /// <inheritdoc />
    public Task HastenAsync(CancellationToken cancellationToken) => database.IsShared ? Task.CompletedTask : database.WriteAsync(
        c => c.Execute(
            "UPDATE webhook_outbox SET next_attempt_at = now_ms() + @pause WHERE next_attempt_at > now_ms() + @pause",
            new { pause = (long)options.FirstPause.TotalMilliseconds }),
        cancellationToken);

    /// <inheritdoc />
    public Task EndAsync(Webhook webhook, int? status) => database.WriteAsync(
        c =>
        {
            if (c.Execute("DELETE FROM webhook_outbox WHERE seq = @Seq AND claim = @Claim", new { webhook.Seq, webhook.Claim }) == 1)
                RecordStatus(c, webhook, status);
        },
        ISqlDatabase.BackgroundTimeout);

    /// <inheritdoc />
    public Task ReturnAsync(Webhook webhook) => database.WriteAsync(
        c => c.Execute(
            "UPDATE webhook_outbox SET next_attempt_at = 0 WHERE seq = @Seq AND claim = @Claim", new { webhook.Seq, webhook.Claim }));

    /// <inheritdoc />
    public Task PostponeAsync(Webhook webhook, int? status, TimeSpan pause) => database.WriteAsync(
        c =>
        {
            var isOwn = c.Execute(
                """
                UPDATE webhook_outbox SET attempts = attempts + 1, next_attempt_at = now_ms() + @pause WHERE seq = @Seq AND claim = @Claim
                """,
                new { webhook.Seq, webhook.Claim, pause = (long)pause.TotalMilliseconds }) == 1;
            if (isOwn) RecordStatus(c, webhook, status);
        },
        ISqlDatabase.BackgroundTimeout);

    // With the transcription, if that still exists.
    private static void RecordStatus(DbConnection connection, Webhook webhook, int? status)
        => connection.Execute(
            "UPDATE transcriptions SET webhook_status_code = coalesce(@status, webhook_status_code) WHERE id = @TranscriptionId",
            new { webhook.TranscriptionId, status });
}
