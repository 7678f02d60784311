using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Orleans;
using Orleans.Runtime;

namespace Hansard.Server.Cluster;

/// <summary>The list of who belongs to the cluster, in PostgreSQL.</summary>
/// <remarks>
/// Times are kept on the database's clock: they are written and read as ages, so that nodes whose clocks are apart agree on who has not
/// been heard of for long. No statement needs another one's session, so a pooler may stand between. Reading, and saying that one lives, go
/// on through an interruption of the database; other changes are tried again by Orleans, which first reads what came of them.
/// </remarks>
/// <param name="source">The database, whose tables are there (<c>Storage/Postgres/ClusterSchema</c>).</param>
/// <param name="cluster">Name of the cluster; several share a database without knowing of each other.</param>
/// <param name="self">Address of this node.</param>
/// <param name="stale">Time without a sign of life after which a node that starts may declare a member dead.</param>
/// <param name="clock">Of this node.</param>
internal sealed class PostgresMembership(
    NpgsqlDataSource source, string cluster, SiloAddress self, TimeSpan stale, TimeProvider clock) : IMembershipTable
{
    private const string Silo = "silo";
    private const string Dead = "dead";

    // Whatever the clock says, which may have been set since Orleans read it: a node that joins now is not to be forgotten.
    private static readonly TimeSpan LeastDefunct = TimeSpan.FromHours(1);

    private readonly Patience _patience = new(clock);

    /// <inheritdoc />
    public Task InitializeMembershipTable(bool tryInitTableVersion) => InitializeMembershipTableAsync(tryInitTableVersion);

    /// <inheritdoc />
    public Task InitializeMembershipTableAsync(bool tryInitTableVersion, CancellationToken cancellationToken = default)
        => tryInitTableVersion
            ? _patience.RunAsync(token => ExecuteAsync(MembershipStatements.Begin, _ => { }, token), cancellationToken)
            : Task.CompletedTask;

    /// <inheritdoc />
    public Task DeleteMembershipTableEntries(string clusterId) => DeleteMembershipTableEntriesAsync(clusterId);

    /// <inheritdoc />
    public async Task DeleteMembershipTableEntriesAsync(string clusterId, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(MembershipStatements.Delete);
        command.Parameters.AddWithValue("cluster", clusterId);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <inheritdoc />
    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => CleanupDefunctSiloEntriesAsync(beforeDate);

    /// <inheritdoc />
    public Task CleanupDefunctSiloEntriesAsync(DateTimeOffset beforeDate, CancellationToken cancellationToken = default)
        => ExecuteAsync(
            MembershipStatements.Cleanup,
            parameters =>
            {
                parameters.AddWithValue(Dead, (int)SiloStatus.Dead);
                parameters.AddWithValue("created", (int)SiloStatus.Created);
                parameters.AddWithValue("joining", (int)SiloStatus.Joining);
                var age = clock.GetUtcNow() - beforeDate;
                parameters.AddWithValue("age", age > LeastDefunct ? age : LeastDefunct);
            },
            cancellationToken);

    /// <inheritdoc />
    public Task<MembershipTableData> ReadRow(SiloAddress key) => ReadRowAsync(key);

    /// <inheritdoc />
    public Task<MembershipTableData> ReadRowAsync(SiloAddress key, CancellationToken cancellationToken = default)
        => _patience.RunAsync(token => ReadAsync(key, token), cancellationToken);

    /// <inheritdoc />
    public Task<MembershipTableData> ReadAll() => ReadAllAsync();

    /// <inheritdoc />
    public Task<MembershipTableData> ReadAllAsync(CancellationToken cancellationToken = default)
        => _patience.RunAsync(token => ReadAsync(null, token), cancellationToken);

    /// <inheritdoc />
    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => InsertRowAsync(entry, tableVersion);

    /// <inheritdoc />
    public async Task<bool> InsertRowAsync(
        MembershipEntry entry, TableVersion tableVersion, CancellationToken cancellationToken = default)
    {
        try
        {
            return await ExecuteAsync(MembershipStatements.Insert, parameters => Add(parameters, entry, tableVersion), cancellationToken)
                == 1;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return false;
        }
    }

    /// <inheritdoc />
    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion)
        => UpdateRowAsync(entry, etag, tableVersion);

    /// <inheritdoc />
    public async Task<bool> UpdateRowAsync(
        MembershipEntry entry, string etag, TableVersion tableVersion, CancellationToken cancellationToken = default)
        => await ExecuteAsync(
            MembershipStatements.Update,
            parameters =>
            {
                Add(parameters, entry, tableVersion);
                parameters.AddWithValue("etag", Number(etag));
                parameters.AddWithValue("self", self.ToParsableString());
                parameters.AddWithValue(Dead, (int)SiloStatus.Dead);
                parameters.AddWithValue("active", (int)SiloStatus.Active);
                parameters.AddWithValue("stale", stale);
            },
            cancellationToken) == 1;

    /// <inheritdoc />
    public Task UpdateIAmAlive(MembershipEntry entry) => UpdateIAmAliveAsync(entry);

    /// <inheritdoc />
    public Task UpdateIAmAliveAsync(MembershipEntry entry, CancellationToken cancellationToken = default)
        => _patience.RunAsync(
            token => ExecuteAsync(
                MembershipStatements.Alive, parameters => parameters.AddWithValue(Silo, entry.SiloAddress.ToParsableString()), token),
            cancellationToken);

    private async Task<MembershipTableData> ReadAsync(SiloAddress? silo, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(MembershipStatements.Read);
        command.Parameters.AddWithValue("cluster", cluster);
        command.Parameters.Add(new NpgsqlParameter(Silo, NpgsqlDbType.Text) { Value = silo?.ToParsableString() ?? (object)DBNull.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var version = 0;
        var members = new List<Tuple<MembershipEntry, string>>();
        var now = clock.GetUtcNow().UtcDateTime;
        while (await reader.ReadAsync(cancellationToken))
        {
            version = reader.GetInt32(0);
            if (!reader.IsDBNull(1)) members.Add(MemberOf(reader, now));
        }

        return new MembershipTableData(members, new TableVersion(version, Etag(version)));
    }

    private static Tuple<MembershipEntry, string> MemberOf(NpgsqlDataReader reader, DateTime now)
    {
        var suspecting = reader.GetFieldValue<string[]>(7);
        var suspected = reader.GetFieldValue<TimeSpan[]>(8);
        var entry = new MembershipEntry
        {
            SiloAddress = SiloAddress.FromParsableString(reader.GetString(1)),
            SiloName = reader.GetString(2),
            HostName = reader.GetString(3),
            RoleName = reader.GetString(4),
            Status = (SiloStatus)reader.GetInt32(5),
            ProxyPort = reader.GetInt32(6),
            SuspectTimes = [.. suspecting.Zip(suspected, (by, age) => Tuple.Create(SiloAddress.FromParsableString(by), now - age))],
            StartTime = now - reader.GetFieldValue<TimeSpan>(9),
            IAmAliveTime = now - reader.GetFieldValue<TimeSpan>(10),
        };
        return Tuple.Create(entry, Etag(reader.GetInt32(11)));
    }

    private void Add(NpgsqlParameterCollection parameters, MembershipEntry entry, TableVersion version)
    {
        var suspicions = entry.SuspectTimes ?? [];
        parameters.AddWithValue("version", Number(version.VersionEtag));
        parameters.AddWithValue(Silo, entry.SiloAddress.ToParsableString());
        parameters.AddWithValue("name", entry.SiloName ?? "");
        parameters.AddWithValue("host", entry.HostName ?? "");
        parameters.AddWithValue("role", entry.RoleName ?? "");
        parameters.AddWithValue("status", (int)entry.Status);
        parameters.AddWithValue("gateway_port", entry.ProxyPort);
        parameters.AddWithValue("suspecting", suspicions.Select(suspicion => suspicion.Item1.ToParsableString()).ToArray());
        parameters.AddWithValue("suspected", suspicions.Select(suspicion => Age(suspicion.Item2)).ToArray());
        parameters.AddWithValue("started", Age(entry.StartTime));
        parameters.AddWithValue("alive", Age(entry.IAmAliveTime));
    }

    private async Task<int> ExecuteAsync(string statement, Action<NpgsqlParameterCollection> add, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(statement);
        command.Parameters.AddWithValue("cluster", cluster);
        add(command.Parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private TimeSpan Age(DateTime time) => clock.GetUtcNow().UtcDateTime - time;

    // One that this table never gave matches nothing.
    private static int Number(string etag)
        => int.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static string Etag(int version) => version.ToString(CultureInfo.InvariantCulture);
}
