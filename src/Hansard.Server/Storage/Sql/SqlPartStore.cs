using System.Data.Common;
using Dapper;
using Hansard.Server.Jobs;
using Hansard.Server.Jobs.Parts;

namespace Hansard.Server.Storage.Sql;

/// <summary>The parts of recordings as rows.</summary>
/// <remarks>Rows are locked in one order, whoever comes: lease of the job, transcription, part, lease of the part.</remarks>
internal sealed class SqlPartStore(ISqlDatabase database, ServerId server, TimeProvider clock) : IPartStore
{
    private const string States =
        """
        SELECT p.number Number, p.result Result, p.attempts Attempts, (l.fence IS NOT NULL) AS IsLeased
        FROM parts p LEFT JOIN part_leases l
            ON l.transcription_id = p.transcription_id AND l.number = p.number AND l.expires_at >= now_ms()
        """;

    private const string Named =
        """
        p.transcription_id || '/' || CAST(p.number AS TEXT) Id, t.project_id ProjectId, p.model || @between || p.version Model,
        p.audio_ms DurationMs, t.waited IsWaitedFor
        """;

    private const string WaitingRows =
        $"""
        SELECT {Named}, 0 Seq, p.created_at CreatedAt, 0 WaitMs, t.priority Priority
        FROM parts p JOIN transcriptions t ON t.id = p.transcription_id
            LEFT JOIN part_leases l ON l.transcription_id = p.transcription_id AND l.number = p.number
        WHERE p.result IS NULL AND l.fence IS NULL AND p.attempts < @maximumAttempts AND t.status = 'processing'
        """;

    /// <inheritdoc />
    public Task<PartState?> AddAsync(Job job, NewPart part, CancellationToken cancellationToken) => database.WriteAsync<PartState?>(
        c =>
        {
            var isOwn = c.ExecuteScalar<long?>(
                $"SELECT fence FROM leases WHERE transcription_id = @Id AND fence = @Fence{database.Dialect.ForReference}",
                new { job.Id, job.Fence });
            if (isOwn is null) return null;
            if (Find(c, job.Id, part.Sha256) is { } known)
            {
                // Another attempt of the job is another one of its parts.
                c.Execute(
                    "UPDATE parts SET attempts = 0 WHERE transcription_id = @Id AND number = @Number AND attempts > 0",
                    new { job.Id, known.Number });
                return known with { Attempts = 0 };
            }
            var number = c.ExecuteScalar<long>(
                "SELECT coalesce(max(number), 0) + 1 FROM parts WHERE transcription_id = @Id", new { job.Id });
            c.Execute(
                """
                INSERT INTO parts (transcription_id, number, sha256, model, version, audio_ms, sound, created_at)
                VALUES (@Id, @number, @Sha256, @Model, @Version, @AudioMs, @Sound, @now)
                """,
                new { job.Id, number, part.Sha256, part.Model, part.Version, part.AudioMs, part.Sound, now = clock.Milliseconds() });
            return new PartState { Number = number };
        },
        cancellationToken);

    /// <inheritdoc />
    public PartState? Find(string job, string sha256) => database.Read(c => Find(c, job, sha256));

    /// <inheritdoc />
    public IReadOnlyList<PartState> Of(string job) => database.Read(c => c.Query<PartState>(
        $"{States} WHERE p.transcription_id = @job ORDER BY p.number", new { job }).AsList());

    /// <inheritdoc />
    public IReadOnlyList<WaitingJob> Waiting(int maximumAttempts, int limit) => database.Read(c => c.Query<WaitingJob>(
        $"{WaitingRows} ORDER BY p.created_at, p.number LIMIT @limit",
        new { maximumAttempts, limit, between = PartLane.Separator }).AsList());

    /// <inheritdoc />
    public WaitingJob? Waiting(PartId id, int maximumAttempts) => database.Read(c => c.QuerySingleOrDefault<WaitingJob>(
        $"{WaitingRows} AND p.transcription_id = @Transcription AND p.number = @Number",
        new { id.Transcription, id.Number, maximumAttempts, between = PartLane.Separator }));

    /// <inheritdoc />
    public IReadOnlyList<LeasedJob> Leased() => database.Read(c => c.Query<LeasedJob>(
        $"""
        SELECT {Named}, l.fence Fence, l.owner Owner
        FROM part_leases l JOIN parts p ON p.transcription_id = l.transcription_id AND p.number = l.number
            JOIN transcriptions t ON t.id = p.transcription_id
        """,
        new { between = PartLane.Separator }).AsList());

    /// <inheritdoc />
    public Task<Job?> ClaimAsync(PartId id, string version, TimeSpan lease, CancellationToken cancellationToken)
        => database.WriteAsync(c => Claim(c, id, version, lease), cancellationToken);

    /// <inheritdoc />
    public Task<bool> RenewAsync(Job part, TimeSpan lease, CancellationToken cancellationToken) => database.WriteAsync(
        c => c.Execute(
            """
            UPDATE part_leases SET expires_at = now_ms() + @lease
            WHERE transcription_id = @Id AND number = @Number AND fence = @Fence
            """,
            new { part.Id, part.Part!.Number, part.Fence, lease = (long)lease.TotalMilliseconds }) == 1,
        cancellationToken);

    /// <inheritdoc />
    public Task<bool> CompleteAsync(Job part, string result) => database.WriteAsync(
        c => End(c, part) && c.Execute(
            "UPDATE parts SET result = @result WHERE transcription_id = @Id AND number = @Number",
            new { result, part.Id, part.Part!.Number }) == 1,
        ISqlDatabase.BackgroundTimeout);

    /// <inheritdoc />
    public Task HandBackAsync(Job part, bool countsAsAttempt) => database.WriteAsync(
        c =>
        {
            if (!End(c, part) || countsAsAttempt) return;
            c.Execute(
                "UPDATE parts SET attempts = attempts - 1 WHERE transcription_id = @Id AND number = @Number AND attempts > 0",
                new { part.Id, part.Part!.Number });
        },
        ISqlDatabase.BackgroundTimeout);

    /// <inheritdoc />
    public Task ReopenAsync(PartId id, string result, string? sound) => database.WriteAsync(c => c.Execute(
        """
        UPDATE parts SET result = NULL, sound = coalesce(@sound, sound)
        WHERE transcription_id = @Transcription AND number = @Number AND result = @result
        """,
        new { id.Transcription, id.Number, result, sound }));

    /// <inheritdoc />
    public async Task<int> TakeBackAsync(CancellationToken cancellationToken)
    {
        // Most often there is none, and no reason to wait for whoever writes.
        const string Expired = "FROM part_leases WHERE expires_at < now_ms()";
        return database.Read(c => c.ExecuteScalar<bool>($"SELECT EXISTS (SELECT 1 {Expired})"))
            ? await database.WriteAsync(c => c.Execute($"DELETE {Expired}"), cancellationToken)
            : 0;
    }

    /// <inheritdoc />
    public IReadOnlySet<string> UnderWay(IReadOnlyCollection<string> jobs) => database.Read(c => jobs.Where(id => c.ExecuteScalar<bool>(
        "SELECT EXISTS (SELECT 1 FROM transcriptions WHERE id = @id AND status IN ('queued', 'processing'))", new { id })).ToHashSet());

    private static PartState? Find(DbConnection connection, string job, string sha256)
        => connection.QueryFirstOrDefault<PartState>(
            $"{States} WHERE p.transcription_id = @job AND p.sha256 = @sha256 ORDER BY p.number LIMIT 1", new { job, sha256 });

    private Job? Claim(DbConnection connection, PartId id, string version, TimeSpan lease)
    {
        var found = connection.QuerySingleOrDefault<JobPart>(
            $"""
            SELECT number Number, sound Sound, audio_ms AudioMs, attempts + 1 Attempt FROM parts
            WHERE transcription_id = @Transcription AND number = @Number AND result IS NULL AND version = @version
            {database.Dialect.ForUpdate}
            """,
            new { id.Transcription, id.Number, version });
        if (found is null) return null;
        connection.Execute(
            "DELETE FROM part_leases WHERE transcription_id = @Transcription AND number = @Number AND expires_at < now_ms()",
            new { id.Transcription, id.Number });
        var fence = connection.QuerySingleOrDefault<long?>(
            """
            INSERT INTO part_leases (transcription_id, number, owner, expires_at)
            VALUES (@Transcription, @Number, @server, now_ms() + @lease) ON CONFLICT DO NOTHING RETURNING fence
            """,
            new { id.Transcription, id.Number, server = server.Value, lease = (long)lease.TotalMilliseconds });
        if (fence is not { } own) return null;
        connection.Execute(
            "UPDATE parts SET attempts = attempts + 1 WHERE transcription_id = @Transcription AND number = @Number",
            new { id.Transcription, id.Number });
        return SqlJobStore.Read(connection, id.Transcription, own) with { Part = found, StartedAt = clock.Milliseconds() };
    }

    // The part is locked first: whoever claims it waits.
    private bool End(DbConnection connection, Job part)
    {
        var values = new { part.Id, part.Part!.Number, part.Fence };
        _ = connection.ExecuteScalar<long?>(
            $"SELECT number FROM parts WHERE transcription_id = @Id AND number = @Number{database.Dialect.ForUpdate}", values);
        return connection.Execute(
            "DELETE FROM part_leases WHERE transcription_id = @Id AND number = @Number AND fence = @Fence", values) == 1;
    }
}
