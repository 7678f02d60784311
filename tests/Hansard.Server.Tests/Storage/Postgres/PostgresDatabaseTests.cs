using System.Diagnostics;
using Dapper;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Postgres;
using Hansard.Server.Tests.Storage.Stores;
using Npgsql;

namespace Hansard.Server.Tests.Storage.Postgres;

/// <summary>Writes to a PostgreSQL that stops, breaks off or keeps waiting.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresDatabaseTests(PostgresServer postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Restart_in_the_middle_of_writes_loses_and_doubles_none()
    {
        using var database = await OpenAsync(await WithTableAsync());
        using var stopping = new CancellationTokenSource();
        var longest = TimeSpan.Zero;
        var readers = Task.Run(() =>
        {
            var unavailable = 0;
            while (!stopping.IsCancellationRequested)
            {
                var start = Stopwatch.GetTimestamp();
                try
                {
                    database.Read(c => c.ExecuteScalar<long>("SELECT count(*) FROM written"));
                }
                catch (DatabaseUnavailableException)
                {
                    unavailable++;
                }
                if (Stopwatch.GetElapsedTime(start) is var time && time > longest) longest = time;
            }
            return unavailable;
        });
        var writers = Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
        {
            var written = new List<string>();
            for (var n = 0; !stopping.IsCancellationRequested; n++)
            {
                await InsertAsync(database, $"{i}-{n}");
                written.Add($"{i}-{n}");
            }
            return written;
        })).ToList();

        await WrittenAsync(database, 20);
        await postgres.StopAsync();
        await postgres.StartAsync();
        var before = Written(database).Count;
        await WrittenAsync(database, before + 20);
        await postgres.KillAsync();
        await postgres.StartAsync();
        before = Written(database).Count;
        await WrittenAsync(database, before + 20);
        await stopping.CancelAsync();
        var all = (await Task.WhenAll(writers).WaitAsync(Patience)).SelectMany(one => one);
        await readers.WaitAsync(Patience);
        Assert.Equal(all.Order(StringComparer.Ordinal), Written(database).Order(StringComparer.Ordinal));
        Assert.True(longest < TimeSpan.FromSeconds(20), $"A read took {longest}.");
    }

    [Theory]
    [InlineData(CommitCut.Before)]
    [InlineData(CommitCut.After)]
    public async Task Connection_cut_at_the_commit_is_no_loss_and_no_double(CommitCut cut)
    {
        await using var proxy = new CommitProxy(postgres.Port);
        var connection = await WithTableAsync();
        using var database = await OpenAsync(new NpgsqlConnectionStringBuilder(connection) { Port = proxy.Port }.ToString());
        var committed = 0;
        for (var round = 1; round <= 5; round++)
        {
            proxy.CutNext(cut);
            var attempts = 0;
            await database.WriteAsync(
                c =>
                {
                    attempts++;
                    return c.Execute("INSERT INTO written (id) VALUES (@id)", new { id = $"{round}" });
                },
                Patience,
                () =>
                {
                    committed++;
                    return Task.CompletedTask;
                });
            Assert.Equal(round, proxy.Cuts);
            Assert.Equal(cut == CommitCut.Before ? 2 : 1, attempts);
            Assert.Equal(round, committed);
            Assert.Equal(Enumerable.Range(1, round).Select(n => $"{n}"), Written(database));
        }
    }

    // Killed before it has written its log, PostgreSQL gives the number of a transaction to another one, and tells that one's outcome.
    [Fact]
    public async Task Transaction_whose_number_is_given_to_another_after_a_crash_is_not_taken_for_committed()
    {
        // Else the log is written in between.
        await postgres.StopAsync();
        await postgres.StartAsync("wal_writer_delay=10000");
        var connection = await WithTableAsync();
        await using var proxy = new CommitProxy(postgres.Port);
        using var database = await OpenAsync(new NpgsqlConnectionStringBuilder(connection) { Port = proxy.Port }.ToString());
        await using var other = NpgsqlDataSource.Create(connection);
        proxy.CutNext(CommitCut.Before);
        var attempts = 0;
        Task crash = Task.CompletedTask;
        await database.WriteAsync(
            c =>
            {
                if (attempts++ == 0)
                {
                    c.Execute("INSERT INTO written (id) VALUES ('lost')");
                    proxy.Cut += () => (crash = CrashAsync(other)).GetAwaiter().GetResult();
                }

                return 0;
            },
            Patience);
        await crash;
        Assert.Equal(2, attempts);
        Assert.DoesNotContain("lost", Written(database));
        await postgres.StopAsync();
        await postgres.StartAsync();
    }

    private async Task CrashAsync(NpgsqlDataSource other)
    {
        await postgres.KillAsync();
        await postgres.StartAsync("wal_writer_delay=10000");
        await using var opened = await other.OpenConnectionAsync();
        for (var i = 0; i < 20; i++) await opened.ExecuteAsync("INSERT INTO written (id) VALUES ('another')");
    }

    [Fact]
    public async Task Connection_that_is_ended_before_or_within_a_transaction_is_no_loss_and_no_double()
    {
        var connection = await WithTableAsync();
        using var database = await OpenAsync(connection);
        await using var other = NpgsqlDataSource.Create(connection);
        for (var round = 0; round < 5; round++)
        {
            // Those in the pool, which are idle.
            await EndAllAsync(other);
            await InsertAsync(database, $"idle {round}");
            await EndAllAsync(other);
            Assert.Equal(2 * round + 1, Written(database).Count);

            var attempts = 0;
            await database.WriteAsync(
                c =>
                {
                    c.Execute("INSERT INTO written (id) VALUES (@id)", new { id = $"within {round}" });
                    if (attempts++ == 0) EndAllAsync(other).GetAwaiter().GetResult();
                    return c.ExecuteScalar<long>("SELECT count(*) FROM written");
                },
                Patience);
            Assert.Equal(2, attempts);
        }
        Assert.Equal(10, Written(database).Distinct().Count());
        Assert.Equal(10, Written(database).Count);
    }

    [Fact]
    public async Task Transaction_that_is_paused_holds_others_up_for_a_bounded_time()
    {
        var connection = await WithTableAsync();
        using var database = await OpenAsync(connection);
        await InsertAsync(database, "one");
        await using var other = NpgsqlDataSource.Create(connection);
        await using var paused = await other.OpenConnectionAsync();
        await using (var transaction = await paused.BeginTransactionAsync())
        {
            await paused.ExecuteAsync("UPDATE written SET id = 'paused'");
            var start = Stopwatch.GetTimestamp();
            var fault = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => database.WriteAsync(
                c => c.Execute("UPDATE written SET id = 'other'"), TimeSpan.FromSeconds(1)));
            Assert.Contains("locked", fault.Message);
            Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(20));
            await transaction.RollbackAsync();
        }

        // Our own are ended by PostgreSQL, and run again.
        Assert.Equal("30s", await database.WriteAsync(
            c => c.ExecuteScalar<string>("SHOW idle_in_transaction_session_timeout"), Patience));
        var attempts = 0;
        await database.WriteAsync(
            c =>
            {
                c.Execute("INSERT INTO written (id) VALUES ('two')");
                if (attempts++ > 0) return 0;
                c.Execute("SET LOCAL idle_in_transaction_session_timeout = 20");
                Thread.Sleep(500);
                return c.Execute("INSERT INTO written (id) VALUES ('three')");
            },
            Patience);
        Assert.Equal(["one", "two"], Written(database).Order());
        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task Deadlock_is_no_fault_of_the_caller()
    {
        using var database = await OpenAsync(await WithTableAsync());
        await InsertAsync(database, "a");
        await InsertAsync(database, "b");
        using var both = new Barrier(2);
        var attempts = 0;
        await Together.RunAsync(2, i => database.WriteAsync(
            c =>
            {
                Change(c, i == 0 ? "a" : "b");
                if (Interlocked.Increment(ref attempts) <= 2) both.SignalAndWait(Patience);
                Change(c, i == 0 ? "b" : "a");
                return true;
            },
            Patience));
        Assert.True(attempts > 2);
        Assert.Equal(4, database.Read(c => c.ExecuteScalar<long>("SELECT sum(times) FROM written")));

        static void Change(System.Data.Common.DbConnection connection, string id)
            => connection.Execute("UPDATE written SET times = times + 1 WHERE id = @id", new { id });
    }

    private static Task<int> InsertAsync(PostgresDatabase database, string id)
        => database.WriteAsync(c => c.Execute("INSERT INTO written (id) VALUES (@id)", new { id }), Patience);

    private static List<string> Written(PostgresDatabase database)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return database.Read(c => c.Query<string>("SELECT id FROM written").AsList());
            }
            catch (DatabaseUnavailableException) when (Stopwatch.GetElapsedTime(start) < Patience)
            {
                // It starts.
            }
        }
    }

    private static async Task WrittenAsync(PostgresDatabase database, int count)
    {
        var start = Stopwatch.GetTimestamp();
        while (Written(database).Count < count)
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, $"{count} rows are not written within {Patience}.");
            await Task.Delay(5);
        }
    }

    [Fact]
    public async Task A_database_that_is_not_there_yet_is_waited_for_and_the_reason_told()
    {
        var port = FreePort.Find();
        List<string> told = [];
        await using var source = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={port};Username=nobody;Database=none;Timeout=1");
        var fault = await Assert.ThrowsAsync<IOException>(
            () => PostgresDatabase.OpenAsync(source, TimeSpan.FromSeconds(5), told.Add, TestContext.Current.CancellationToken));
        Assert.StartsWith("The database cannot be opened (Failed to connect", fault.Message, StringComparison.Ordinal);
        Assert.StartsWith("Failed to connect", Assert.Single(told), StringComparison.Ordinal);
    }

    private static async Task EndAllAsync(NpgsqlDataSource other)
    {
        await using var connection = await other.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
            """);
    }

    private static Task<PostgresDatabase> OpenAsync(string connection) => PostgresDatabase.OpenAsync(
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { Pooling = true, MaxPoolSize = 12 }.ToString()), Patience);

    // Without any key: what is written twice is there twice.
    private async Task<string> WithTableAsync()
    {
        var connection = await postgres.ReadyDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(connection);
        await using var opened = await source.OpenConnectionAsync();
        await opened.ExecuteAsync("CREATE TABLE written (id text NOT NULL, times bigint NOT NULL DEFAULT 0)");
        return connection;
    }
}
