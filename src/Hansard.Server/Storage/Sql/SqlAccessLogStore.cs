using Dapper;
using Hansard.Server.Auditing;

namespace Hansard.Server.Storage.Sql;

/// <summary>The record of who did what, as rows.</summary>
internal sealed class SqlAccessLogStore(ISqlDatabase database) : IAccessLogStore
{
    // Rows that a sweep deletes at most: other writes wait for it.
    private const int MostPruned = 5_000;

    // Milliseconds. A clock that is wrong for a while costs no more than that a sweep.
    private const long PruneStep = 24L * 60 * 60 * 1000;

    /// <inheritdoc />
    public Task AddAsync(IReadOnlyList<AccessEntry> entries, CancellationToken cancellationToken) => database.WriteAsync(
        c => c.Execute(
            """
            INSERT INTO access_log (time, project_id, key_id, key_name, share_id, address, door, action, resource, resource_id)
            VALUES (@Time, @ProjectId, @KeyId, @KeyName, @ShareId, @Address, @Door, @Action, @Resource, @ResourceId)
            """,
            entries),
        cancellationToken);

    /// <inheritdoc />
    public IReadOnlyList<StoredAccess> List(AccessQuery query, long before, int limit)
    {
        var conditions = new List<string> { "a.seq < @before" };
        if (query.Project is not null)
            conditions.Add("(a.project_id = @Project OR a.project_id IN (SELECT id FROM projects WHERE name = @Project))");
        if (query.Resource is not null) conditions.Add("a.resource_id = @Resource");
        if (query.Action is not null) conditions.Add("a.action = @Action");
        if (query.From is not null) conditions.Add("a.time >= @From");
        if (query.To is not null) conditions.Add("a.time < @To");
        return database.Read(c => c.Query<StoredAccess>(
            $"""
            SELECT a.seq Seq, a.time Time, coalesce(p.name, a.project_id) Project, a.key_id KeyId, a.key_name KeyName, a.share_id ShareId,
                a.address Address, a.door Door, a.action Action, a.resource Resource, a.resource_id ResourceId
            FROM access_log a LEFT JOIN projects p ON p.id = a.project_id
            WHERE {string.Join(" AND ", conditions)} ORDER BY a.seq DESC LIMIT @limit
            """,
            new { query.Project, query.Resource, query.Action, From = query.From ?? 0, To = query.To ?? 0, before, limit }).AsList());
    }

    /// <inheritdoc />
    public async Task<int> PruneAsync(long keep, long now, CancellationToken cancellationToken)
    {
        if (database.Read(c => c.ExecuteScalar<long?>("SELECT min(time) FROM access_log")) is not { } oldest) return 0;
        var before = Math.Min(now - keep, oldest + PruneStep);
        if (oldest >= before) return 0;
        return await database.WriteAsync(
            c => c.Execute(
                """
                DELETE FROM access_log WHERE seq IN (SELECT seq FROM access_log WHERE time < @before ORDER BY time LIMIT @MostPruned)
                """,
                new { before, MostPruned }),
            cancellationToken);
    }
}
