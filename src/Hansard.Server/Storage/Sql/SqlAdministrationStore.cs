using Dapper;
using Hansard.Server.Administration;
using Hansard.Server.Projects;

namespace Hansard.Server.Storage.Sql;

/// <summary>Projects, keys and jobs of the whole server as rows.</summary>
internal sealed class SqlAdministrationStore(ISqlDatabase database, TimeProvider clock) : IAdministrationStore
{
    // More than a server has workers.
    private const int MostRunning = 1000;

    private const string Overview =
        """
        SELECT p.id Id, p.name Name, p.created_at CreatedAt,
            (SELECT count(*) FROM api_keys k WHERE k.project_id = p.id AND k.revoked_at IS NULL) Keys,
            n.files Files, n.transcriptions Transcriptions,
            n.file_bytes + (SELECT CAST(coalesce(sum(fetched_bytes), 0) AS BIGINT) FROM transcriptions t
                WHERE t.project_id = p.id AND fetched_bytes IS NOT NULL) Bytes
        FROM projects p JOIN project_counts n ON n.project_id = p.id
        """;

    /// <inheritdoc />
    public IReadOnlyList<ProjectOverview> Projects() => database.Read(
        c => c.Query<ProjectOverview>(
            $"{Overview} ORDER BY fold(p.name), p.name LIMIT @most", new { most = IAdministrationStore.Most }).AsList());

    /// <inheritdoc />
    public ProjectOverview? Project(string id) => database.Read(
        c => c.QuerySingleOrDefault<ProjectOverview>($"{Overview} WHERE p.id = @id", new { id }));

    /// <inheritdoc />
    public Task<Project?> AddProjectAsync(string name, CancellationToken cancellationToken) => database.WriteAsync(
        c =>
        {
            var project = new Project(Guid.CreateVersion7().ToString(), name);
            var added = c.Execute(
                "INSERT INTO projects (id, name, created_at) VALUES (@Id, @Name, @now) ON CONFLICT (name) DO NOTHING",
                new { project.Id, project.Name, now = clock.Milliseconds() });
            return added == 1 ? project : null;
        },
        cancellationToken);

    /// <inheritdoc />
    public IReadOnlyList<ApiKeyInfo> Keys(string project) => database.Read(c => c.Query<ApiKeyInfo>(
        $"{SqlProjectStore.KeyColumns} WHERE p.id = @project ORDER BY k.created_at, k.id", new { project }).AsList());

    /// <inheritdoc />
    public Task<IssuedKey?> AddKeyAsync(string project, string name, bool isAdmin, CancellationToken cancellationToken)
    {
        var secret = ApiKey.Generate();
        return database.WriteAsync(
            c =>
            {
                var found = c.QuerySingleOrDefault<Project>("SELECT id Id, name Name FROM projects WHERE id = @project", new { project });
                if (found is null) return null;
                var id = SqlProjectStore.Insert(c, found, name, secret, isAdmin, clock.Milliseconds());
                return new IssuedKey(c.QuerySingle<ApiKeyInfo>($"{SqlProjectStore.KeyColumns} WHERE k.id = @id", new { id }), secret);
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public Task<Revocation> RevokeAsync(string project, string id, bool evenLast, CancellationToken cancellationToken)
        => database.WriteAsync(
            c =>
            {
                Holds.Administrators(c);
                var isAdmin = c.QuerySingleOrDefault<long?>(
                    "SELECT is_admin FROM api_keys WHERE id = @id AND project_id = @project AND revoked_at IS NULL", new { id, project });
                if (isAdmin is null) return Revocation.NotFound;
                const string Administrators = "SELECT count(*) FROM api_keys WHERE is_admin = 1 AND revoked_at IS NULL";
                if (isAdmin != 0 && !evenLast && c.ExecuteScalar<long>(Administrators) == 1) return Revocation.LastAdministrator;
                c.Execute("UPDATE api_keys SET revoked_at = @now WHERE id = @id", new { id, now = clock.Milliseconds() });
                return Revocation.Revoked;
            },
            cancellationToken);

    /// <inheritdoc />
    public Task RecordUsesAsync(IReadOnlyDictionary<string, long> uses, CancellationToken cancellationToken) => database.WriteAsync(
        c => c.Execute(
            "UPDATE api_keys SET last_used_at = @time WHERE id = @id", uses.Select(use => new { id = use.Key, time = use.Value })),
        cancellationToken);

    /// <inheritdoc />
    public WorkOverview Work() => database.Read(c =>
    {
        var running = c.Query<RunningJob>(
            """
            SELECT t.id Id, p.name Project, t.model Model, t.stage Stage, coalesce(t.started_at, t.created_at) StartedAt,
                t.audio_duration_ms AudioDurationMs, t.transcribed_ms TranscribedMs
            FROM transcriptions t JOIN projects p ON p.id = t.project_id
            WHERE t.status = 'processing' ORDER BY t.started_at, t.seq LIMIT @most
            """,
            new { most = MostRunning }).AsList();
        var (queued, downloading, oldest) = c.QuerySingle<(long, long, long?)>(
            """
            SELECT count(*), count(*) FILTER (WHERE blob IS NULL), min(created_at) FROM transcriptions WHERE status = 'queued'
            """);
        return new WorkOverview(running, queued, downloading, oldest);
    });
}
