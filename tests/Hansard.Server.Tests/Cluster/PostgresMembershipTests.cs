using Hansard.Server.Tests.Storage.Postgres;
using Orleans;
using Orleans.Runtime;

namespace Hansard.Server.Tests.Cluster;

/// <summary>Cases of Orleans' own tests of such tables, and ours: the clock, and who may declare whom dead.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresMembershipTests(PostgresServer postgres) : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    private string _database = "";
    private MembershipBench _bench = null!;

    private IMembershipTable Table => _bench.Table;

    public async ValueTask InitializeAsync()
        => _bench = await MembershipBench.OpenAsync(_database = await postgres.NewDatabaseAsync());

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task An_empty_table_has_a_version()
    {
        var data = await Table.ReadAllAsync();
        Assert.Empty(data.Members);
        Assert.Equal(0, data.Version.Version);
        Assert.NotEmpty(data.Version.VersionEtag);

        await _bench.AddAsync(MembershipBench.NewEntry());
        await Table.InitializeMembershipTableAsync(true);
        Assert.Single((await Table.ReadAllAsync()).Members);
    }

    [Fact]
    public async Task A_member_is_added_once_and_only_to_the_version_that_was_read()
    {
        var before = (await Table.ReadAllAsync()).Version;
        var entry = MembershipBench.NewEntry();
        Assert.True(await Table.InsertRowAsync(entry, before.Next()));
        Assert.False(await Table.InsertRowAsync(entry, before.Next()));
        Assert.False(await Table.InsertRowAsync(MembershipBench.NewEntry(), before.Next()));

        var after = await Table.ReadAllAsync();
        Assert.Equal(1, after.Version.Version);
        Assert.NotEqual(before.VersionEtag, after.Version.VersionEtag);
        Assert.False(await Table.InsertRowAsync(entry, after.Version.Next()));
        Assert.Equal(1, (await Table.ReadAllAsync()).Version.Version);

        var (read, etag) = Assert.Single((await Table.ReadRowAsync(entry.SiloAddress)).Members);
        Assert.Equal(entry.SiloAddress, read.SiloAddress);
        Assert.Equal(("worker-7", "a node", "worker", SiloStatus.Joining), (read.HostName, read.SiloName, read.RoleName, read.Status));
        Assert.NotEmpty(etag);
    }

    [Fact]
    public async Task A_row_is_read_with_the_version_and_without_the_others()
    {
        await _bench.AddAsync(MembershipBench.NewEntry());
        var entry = await _bench.AddAsync(MembershipBench.NewEntry());
        var data = await Table.ReadRowAsync(entry.SiloAddress);
        Assert.Equal(entry.SiloAddress, Assert.Single(data.Members).Item1.SiloAddress);
        Assert.Equal(2, data.Version.Version);

        var unknown = await Table.ReadRowAsync(MembershipBench.NewAddress());
        Assert.Empty(unknown.Members);
        Assert.Equal(2, unknown.Version.Version);
    }

    [Fact]
    public async Task A_member_is_changed_only_as_it_was_read()
    {
        for (var i = 1; i < 4; i++)
        {
            var entry = MembershipBench.NewEntry();
            entry.SuspectTimes =
            [
                Tuple.Create(MembershipBench.NewAddress(), DateTime.UtcNow.AddSeconds(-1)),
                Tuple.Create(MembershipBench.NewAddress(), DateTime.UtcNow.AddSeconds(-90)),
            ];
            var stale = (await Table.ReadAllAsync()).Version.Next();
            await _bench.AddAsync(entry);
            var read = await Table.ReadAllAsync();
            var etag = read.TryGet(entry.SiloAddress)!.Item2;
            Assert.False(await Table.UpdateRowAsync(entry, etag, stale));

            entry.Status = SiloStatus.Active;
            Assert.False(await Table.UpdateRowAsync(entry, "4711", read.Version.Next()));
            Assert.False(await Table.UpdateRowAsync(MembershipBench.NewEntry(), etag, read.Version.Next()));
            Assert.True(await Table.UpdateRowAsync(entry, etag, read.Version.Next()));
            Assert.False(await Table.UpdateRowAsync(entry, etag, read.Version.Next()));

            var changed = await Table.ReadAllAsync();
            var (row, newEtag) = changed.TryGet(entry.SiloAddress)!;
            Assert.False(await Table.UpdateRowAsync(entry, newEtag, read.Version.Next()));
            Assert.False(await Table.UpdateRowAsync(entry, etag, changed.Version.Next()));
            Assert.Equal(SiloStatus.Active, row.Status);
            Assert.Equal(entry.SuspectTimes.Select(vote => vote.Item1), row.SuspectTimes!.Select(vote => vote.Item1));
            Assert.All(entry.SuspectTimes.Zip(row.SuspectTimes!), pair => Assert.Equal(pair.First.Item2, pair.Second.Item2, Soon));
            Assert.Equal((2 * i, i), (changed.Version.Version, changed.Members.Count));
        }
    }

    [Fact]
    public async Task Of_many_at_once_one_adds_a_member_and_each_change_counts_once()
    {
        var version = (await Table.ReadAllAsync()).Version.Next();
        var entry = MembershipBench.NewEntry();
        var added = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Table.InsertRowAsync(entry, version)));
        Assert.Single(added, done => done);

        await Task.WhenAll(Enumerable.Range(0, 19).Select(_ => ChangeAsync(entry.SiloAddress))).WaitAsync(TimeSpan.FromMinutes(1));
        var data = await Table.ReadAllAsync();
        Assert.Equal((20, 1), (data.Version.Version, data.Members.Count));
    }

    [Fact]
    public async Task A_sign_of_life_changes_nothing_else()
    {
        var entry = await _bench.AddAsync(MembershipBench.NewEntry(age: TimeSpan.FromMinutes(5)));
        var before = await Table.ReadAllAsync();
        await Table.UpdateIAmAliveAsync(new MembershipEntry { SiloAddress = entry.SiloAddress, IAmAliveTime = DateTime.UtcNow });
        var after = await Table.ReadAllAsync();
        Assert.Equal(DateTime.UtcNow, after.Members[0].Item1.IAmAliveTime, Soon);
        Assert.Equal(entry.StartTime, after.Members[0].Item1.StartTime, Soon);
        Assert.Equal(before.Version, after.Version);

        // Who had read it before still changes it, and the sign of life stays.
        var (read, etag) = before.Members[0];
        Assert.True(await Table.UpdateRowAsync(read, etag, before.Version.Next()));
        Assert.Equal(DateTime.UtcNow, (await Table.ReadAllAsync()).Members[0].Item1.IAmAliveTime, Soon);
    }

    [Fact]
    public async Task Only_the_long_dead_are_removed_and_those_that_never_joined()
    {
        await _bench.AddAsync(MembershipBench.NewEntry(SiloStatus.Dead, TimeSpan.FromDays(10)));
        await _bench.AddAsync(MembershipBench.NewEntry(SiloStatus.Joining, TimeSpan.FromDays(10)));
        var lately = MembershipBench.NewEntry(SiloStatus.Dead, TimeSpan.FromDays(10));
        lately.SuspectTimes = [Tuple.Create(MembershipBench.NewAddress(), DateTime.UtcNow.AddMinutes(-1))];
        SiloAddress[] kept =
        [
            (await _bench.AddAsync(lately)).SiloAddress,
            (await _bench.AddAsync(MembershipBench.NewEntry(SiloStatus.Active, TimeSpan.FromDays(10)))).SiloAddress,
            (await _bench.AddAsync(MembershipBench.NewEntry(SiloStatus.Dead, TimeSpan.FromDays(1)))).SiloAddress,
            (await _bench.AddAsync(MembershipBench.NewEntry(SiloStatus.Joining, TimeSpan.FromDays(1)))).SiloAddress,
        ];
        await Table.CleanupDefunctSiloEntriesAsync(DateTimeOffset.UtcNow.AddDays(-7));
        Assert.Equal(kept.Order(), (await Table.ReadAllAsync()).Members.Select(member => member.Item1.SiloAddress).Order());
    }

    [Fact]
    public async Task Who_joins_is_not_removed_by_a_clock_that_was_set()
    {
        var joining = await _bench.AddAsync(MembershipBench.NewEntry(SiloStatus.Joining));
        await Table.CleanupDefunctSiloEntriesAsync(DateTimeOffset.UtcNow.AddDays(1));
        Assert.NotNull((await Table.ReadAllAsync()).TryGet(joining.SiloAddress));
    }

    [Fact]
    public async Task Clusters_of_one_database_do_not_know_of_each_other()
    {
        await using var other = await MembershipBench.OpenAsync(_database);
        var entry = await other.AddAsync(MembershipBench.NewEntry());
        Assert.Empty((await Table.ReadAllAsync()).Members);
        await Table.DeleteMembershipTableEntriesAsync("another");
        Assert.NotNull((await other.Table.ReadAllAsync()).TryGet(entry.SiloAddress));
    }

    [Fact]
    public async Task Nodes_whose_clocks_are_apart_agree_on_ages()
    {
        var early = _bench.SeenBy(MembershipBench.NewAddress(), new ShiftedClock(TimeSpan.FromSeconds(-30)));
        var now = DateTime.UtcNow.AddSeconds(-30);
        var entry = MembershipBench.NewEntry();
        (entry.StartTime, entry.IAmAliveTime) = (now - TimeSpan.FromMinutes(2), now);
        Assert.True(await early.InsertRowAsync(entry, (await early.ReadAllAsync()).Version.Next()));
        var seen = (await Table.ReadAllAsync()).Members[0].Item1;
        Assert.Equal(DateTime.UtcNow, seen.IAmAliveTime, Soon);
        Assert.Equal(DateTime.UtcNow - TimeSpan.FromMinutes(2), seen.StartTime, Soon);
        Assert.Equal(now, (await early.ReadAllAsync()).Members[0].Item1.IAmAliveTime, Soon);
    }

    [Theory]
    // A node that starts, while the other gives signs of life.
    [InlineData(SiloStatus.Joining, 1, 23456, false)]
    // It has not for long.
    [InlineData(SiloStatus.Joining, 60, 23456, true)]
    // The former run of the node, at its address.
    [InlineData(SiloStatus.Joining, 1, 12345, true)]
    // A node of the cluster, which has others' votes.
    [InlineData(SiloStatus.Active, 1, 23456, true)]
    public async Task A_node_that_starts_declares_nobody_dead_who_gives_signs_of_life(SiloStatus self, int silent, int port, bool may)
    {
        var node = await _bench.AddAsync(MembershipBench.NewEntry(self));
        var other = await _bench.AddAsync(MembershipBench.NewEntry(SiloStatus.Active, TimeSpan.FromSeconds(silent), port));
        Assert.Equal(may, await _bench.DeclareDeadAsync(other, node.SiloAddress));
    }

    private async Task ChangeAsync(SiloAddress silo)
    {
        while (true)
        {
            var read = await Table.ReadAllAsync();
            var (entry, etag) = read.TryGet(silo)!;
            if (await Table.UpdateRowAsync(entry, etag, read.Version.Next())) return;
        }
    }
}
