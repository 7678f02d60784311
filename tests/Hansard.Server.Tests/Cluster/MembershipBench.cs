using System.Net;
using Hansard.Server.Cluster;
using Hansard.Server.Storage.Postgres;
using Npgsql;
using Orleans;
using Orleans.Runtime;

namespace Hansard.Server.Tests.Cluster;

/// <summary>The table of members of one cluster, as a node of it sees it.</summary>
internal sealed class MembershipBench : IAsyncDisposable
{
    private static int _generation;

    private readonly NpgsqlDataSource _source;
    private readonly string _cluster;

    private MembershipBench(NpgsqlDataSource source, string cluster, SiloAddress self, TimeProvider clock)
        => (_source, _cluster, Table) = (source, cluster, new PostgresMembership(source, cluster, self, Stale, clock));

    /// <summary>The time after which a node that starts may take a silent one for dead.</summary>
    public static TimeSpan Stale { get; } = TimeSpan.FromSeconds(15);

    public IMembershipTable Table { get; }

    public static async Task<MembershipBench> OpenAsync(string connectionString)
    {
        var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = true, MaxPoolSize = 8 });
        await using var schema = source.CreateCommand(ClusterSchema.Statements);
        await schema.ExecuteNonQueryAsync();
        var bench = new MembershipBench(source, $"{Guid.NewGuid():n}", NewAddress(), TimeProvider.System);
        await bench.Table.InitializeMembershipTableAsync(true);
        return bench;
    }

    /// <summary>The same table as another node sees it, whose clock may be wrong.</summary>
    public IMembershipTable SeenBy(SiloAddress node, TimeProvider? clock = null)
        => new PostgresMembership(_source, _cluster, node, Stale, clock ?? TimeProvider.System);

    public static SiloAddress NewAddress(int port = 12345)
        => SiloAddress.New(IPAddress.Loopback, port, Interlocked.Increment(ref _generation));

    public static MembershipEntry NewEntry(SiloStatus status = SiloStatus.Joining, TimeSpan age = default, int port = 12345) => new()
    {
        SiloAddress = NewAddress(port),
        HostName = "worker-7",
        SiloName = "a node",
        RoleName = "worker",
        Status = status,
        StartTime = DateTime.UtcNow - age,
        IAmAliveTime = DateTime.UtcNow - age,
    };

    /// <summary>Adds one to the table.</summary>
    public async Task<MembershipEntry> AddAsync(MembershipEntry entry)
    {
        Assert.True(await Table.InsertRowAsync(entry, (await Table.ReadAllAsync()).Version.Next()));
        return entry;
    }

    /// <summary>Declares a member dead, as another one.</summary>
    public async Task<bool> DeclareDeadAsync(MembershipEntry dead, SiloAddress by)
    {
        var table = SeenBy(by);
        var seen = await table.ReadAllAsync();
        var (entry, etag) = seen.TryGet(dead.SiloAddress)!;
        entry.Status = SiloStatus.Dead;
        return await table.UpdateRowAsync(entry, etag, seen.Version.Next());
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
