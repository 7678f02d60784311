using System.Data;
using System.Data.Common;
using Dapper;
using Hansard.Server.Storage.Sql;
using Hansard.Server.Storage.Sqlite;

namespace Hansard.Server.Tests.Storage.Sqlite;

/// <summary>Writes that meet others.</summary>
public sealed class SqliteDatabaseTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Writes_that_wait_for_another_go_in_one_transaction_and_fail_each_for_itself()
    {
        using var folder = new DataFolder();
        using var database = SqliteDatabase.Open(folder.Directories);
        var (first, release) = Hold(database);
        var seen = -1L;
        var writes = Enumerable.Range(0, 20).Select(i => ((ISqlDatabase)database).WriteAsync(
            c =>
            {
                Add(c, $"{i}");
                if (i == 7) throw new InvalidOperationException("This one cannot be.");

                // What others see: those before it are not committed.
                if (i == 19) seen = database.Read(Count);
                return i;
            },
            Long)).ToList();
        release.SetResult();
        await first;
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => writes[7]);
        Assert.Equal("This one cannot be.", fault.Message);
        writes.RemoveAt(7);
        var results = await Task.WhenAll(writes);
        Assert.Equal([.. Enumerable.Range(0, 7), .. Enumerable.Range(8, 12)], results);
        Assert.Equal((0, 19), (seen, database.Read(Count)));
    }

    [Fact]
    public async Task A_write_that_is_given_up_while_it_waits_is_never_done_and_one_that_follows_is()
    {
        using var folder = new DataFolder();
        using var database = SqliteDatabase.Open(folder.Directories);
        var (first, release) = Hold(database);
        using var stop = new CancellationTokenSource();
        var given = database.WriteAsync(c => Add(c, "given up"), Long, null, stop.Token);
        var late = database.WriteAsync(c => Add(c, "late"), TimeSpan.FromMilliseconds(50));
        var kept = database.WriteAsync(c => Add(c, "kept"), Long);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        await Assert.ThrowsAsync<Hansard.Server.Storage.DatabaseUnavailableException>(() => late);
        release.SetResult();
        await Task.WhenAll(first, kept);
        Assert.Equal(1, database.Read(Count));
        await database.WriteAsync(c => Add(c, "after"), Long);
        Assert.Equal(2, database.Read(Count));
    }

    [Fact]
    public async Task A_probe_writes_to_the_disk_each_time()
    {
        using var folder = new DataFolder();
        using var database = SqliteDatabase.Open(folder.Directories);
        var before = Written();
        for (var i = 0; i < 3; i++)
        {
            await database.ProbeAsync(Long);
            Assert.NotEqual(before, before = Written());
        }

        byte[] Written()
        {
            using var log = new FileStream(
                folder.Directories.DatabaseFile + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[log.Length];
            log.ReadExactly(bytes);
            return bytes;
        }
    }

    [Fact]
    public void As_many_read_at_once_as_wish_and_few_connections_stay_for_the_next()
    {
        using var folder = new DataFolder();
        using var database = SqliteDatabase.Open(folder.Directories);
        List<DbConnection> connections = [];
        Read(20);
        Assert.Equal(20, connections.Distinct().Count());
        Assert.Equal(8, connections.Count(connection => connection.State is ConnectionState.Open));

        // The next take those.
        Read(8);
        Assert.Equal(20, connections.Distinct().Count());

        int Read(int more) => database.Read(connection =>
        {
            connections.Add(connection);
            return more > 1 ? Read(more - 1) : 0;
        });
    }

    [Fact]
    public async Task What_follows_a_commit_comes_before_the_next_transaction()
    {
        using var folder = new DataFolder();
        using var database = SqliteDatabase.Open(folder.Directories);
        var (first, release) = Hold(database);
        var done = 0;
        var published = Enumerable.Range(0, 5).Select(i => database.WriteAsync(c => Add(c, $"{i}"), Long, async () =>
        {
            await Task.Delay(20);
            Interlocked.Increment(ref done);
        })).ToList();
        release.SetResult();
        await first;
        await published[0];
        var then = await database.WriteAsync(_ => done, Long);
        Assert.Equal(5, then);
        await Task.WhenAll(published);
    }

    private static (Task First, TaskCompletionSource Release) Hold(SqliteDatabase database)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (database.WriteAsync(_ => 0, Long, () => release.Task), release);
    }

    private static int Add(System.Data.Common.DbConnection connection, string name)
        => connection.Execute("INSERT INTO settings (name, value) VALUES (@name, 'of a test')", new { name });

    private static long Count(System.Data.Common.DbConnection connection)
        => connection.ExecuteScalar<long>("SELECT count(*) FROM settings WHERE value = 'of a test'");
}
