using System.Data.Common;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Hansard.Server.Http;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Sql;
using Hansard.Server.Storage.Sqlite;
using Hansard.Server.Tests.Webhooks;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Tests.Storage.Sqlite;

/// <summary>Another program has the database: clients learn it in time, and nothing that was done is lost.</summary>
public sealed class LockedDatabaseTests
{
    // Clients give up after 30.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Writes_are_refused_within_ten_seconds_and_reads_go_on()
    {
        await using var server = await TestServer.StartAsync();
        var file = await server.UploadAsync("hello");
        using (Locked(server))
        {
            var watch = Stopwatch.StartNew();
            var requests = Enumerable.Range(0, 12).Select(i => (i % 3) switch
            {
                0 => server.PostAsync("/v1/transcriptions", $$"""{"model": "stt-async-v5", "file_id": "{{file.String("id")}}"}"""),
                1 => UploadAsync(server),
                _ => server.Client.DeleteAsync($"/v1/files/{file.String("id")}"),
            });
            foreach (var response in await Task.WhenAll(requests))
            {
                await Answer.ErrorAsync(response, 503, "service_unavailable");
                Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
                response.Dispose();
            }

            Assert.InRange(watch.Elapsed, TimeSpan.Zero, Soon);
            watch.Restart();
            const string Month = "start_time=2026-01-01T00:00:00Z&end_time=2026-02-01T00:00:00Z";
            foreach (var path in (string[])["files?limit=1", "transcriptions", $"files/{file.String("id")}", $"usage/summary?{Month}"])
                await server.GetAsync($"/v1/{path}");

            // More at once than there were connections before.
            await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => server.GetAsync("/v1/files")));
            using (var database = SqliteDatabase.OpenExisting(DataDirectory.At(server.DataDirectory)))
                Assert.NotEmpty(new SqlProjectStore(database, TimeProvider.System).Keys());
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, Soon);
            Assert.Empty(Directory.GetFiles(Path.Combine(server.DataDirectory, "temporary")));
        }

        Assert.Equal("completed", (await server.EndAsync(await server.CreateAsync(file.String("id")))).String("status"));
    }

    [Fact]
    public async Task A_job_that_ends_meanwhile_and_its_webhook_are_stored_afterwards_once()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var server = await TestServer.StartAsync(options =>
        {
            options.AllowHosts.Add("127.0.0.1");
            options.Jobs.Lease = TimeSpan.FromSeconds(3);
        });
        var job = await server.WaitAsync(await server.TranscribeAsync("wait", more: new { webhook_url = receiver.Url() }), "processing");
        using (Locked(server))
        {
            // Longer than a lease, and than the patience of a request.
            server.Transcriber.Release();
            await Task.Delay(ISqlDatabase.RequestTimeout + TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        }

        Assert.Equal("completed", (await server.EndAsync(job)).String("status"));
        Assert.Single(server.Transcriber.Started);
        await receiver.WaitAsync(1);

        var next = await server.TranscribeAsync("hello", more: new { webhook_url = receiver.Url() });
        await server.EndAsync(next);
        await receiver.WaitAsync(2);
        Assert.Equal(2, receiver.Deliveries.Count);
    }

    [Fact]
    public async Task A_webhook_that_was_delivered_meanwhile_is_not_sent_again()
    {
        var (arrived, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var receiver = await Receiver.StartAsync(async (_, _) =>
        {
            arrived.TrySetResult();
            await answer.Task;
            return 200;
        });
        await using var server = await TestServer.StartAsync(options => options.AllowHosts.Add("127.0.0.1"));
        var job = await server.TranscribeAsync("hello", more: new { webhook_url = receiver.Url() });
        await arrived.Task.WaitAsync(Soon, TestContext.Current.CancellationToken);
        using (Locked(server))
        {
            answer.SetResult();
            await Task.Delay(ISqlDatabase.RequestTimeout + TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        }

        var status = await StatusAsync();
        for (var i = 0; status.ValueKind == JsonValueKind.Null && i < 500; i++)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            status = await StatusAsync();
        }

        Assert.Equal(200, status.GetInt32());
        Assert.Single(receiver.Deliveries);

        async Task<JsonElement> StatusAsync()
            => (await server.GetAsync($"/v1/transcriptions/{job.String("id")}")).GetProperty("webhook_status_code");
    }

    [Fact]
    public async Task Cursors_whose_secret_could_not_be_stored_once_are_issued_the_next_time()
    {
        using var data = new DataFolder();
        using ISqlDatabase database = SqliteDatabase.Open(DataDirectory.Create(data.Root));
        var cursors = new Cursors(new SqlSettingStore(database));
        using (Locked(data.PathOf("hansard.db"))) Assert.Throws<DatabaseUnavailableException>(() => cursors.Issue("files", "project", 7));
        var cursor = cursors.Issue("files", "project", 7);
        Assert.Equal(new ListPlace(7, 0), cursors.Read("files", "project", cursor));
        await database.WriteAsync(_ => { }, TestContext.Current.CancellationToken);
        Assert.Equal(new ListPlace(7, 0), new Cursors(new SqlSettingStore(database)).Read("files", "project", cursor));
    }

    [Fact]
    public async Task A_server_that_starts_with_a_locked_database_says_so_in_a_sentence()
    {
        var data = await (await TestServer.StartAsync()).StopAndKeepDataAsync();
        using (Locked(Path.Combine(data, "hansard.db")))
        {
            var watch = Stopwatch.StartNew();
            var exception = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => TestServer.StartAsync(data: data));
            Assert.Contains("locked by another program", exception.Message);
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, Soon);
        }

        await using var next = await TestServer.StartAsync(data: data);
    }

    [Fact]
    public async Task A_transaction_that_fails_leaves_nothing_and_the_next_goes_through()
    {
        using var data = new DataFolder();
        using ISqlDatabase database = SqliteDatabase.Open(DataDirectory.Create(data.Root));
        await Assert.ThrowsAsync<SqliteException>(() => database.WriteAsync(
            c =>
            {
                Run(c, "INSERT INTO settings VALUES ('a', '1')");
                Run(c, "INSERT INTO settings VALUES ('a', '2')");
            },
            TestContext.Current.CancellationToken));
        await database.WriteAsync(c => Run(c, "INSERT INTO settings VALUES ('b', '1')"), TestContext.Current.CancellationToken);
        await database.ReleaseSpaceAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0L, database.Read(c => Scalar(c, "SELECT count(*) FROM settings WHERE name = 'a'")));
        Assert.Equal(1L, database.Read(c => Scalar(c, "SELECT count(*) FROM settings WHERE name = 'b'")));
    }

    [Fact]
    public async Task Space_of_deleted_rows_is_given_back()
    {
        using var data = new DataFolder();
        using ISqlDatabase database = SqliteDatabase.Open(DataDirectory.Create(data.Root));
        await database.WriteAsync(
            c => Run(c, "INSERT INTO settings VALUES ('big', hex(zeroblob(200000)))"), TestContext.Current.CancellationToken);
        await database.WriteAsync(c => Run(c, "DELETE FROM settings WHERE name = 'big'"), TestContext.Current.CancellationToken);
        Assert.True(database.Read(c => Scalar(c, "PRAGMA freelist_count")) > 50);
        await database.ReleaseSpaceAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0L, database.Read(c => Scalar(c, "PRAGMA freelist_count")));
        Assert.Equal(0, new FileInfo(data.PathOf("hansard.db-wal")).Length);
    }

    internal static IDisposable Locked(TestServer server) => Locked(Path.Combine(server.DataDirectory, "hansard.db"));

    internal static SqliteConnection Locked(string database)
    {
        var connection = DataFolder.Connect(database);
        Run(connection, "PRAGMA busy_timeout = 10000");
        Run(connection, "BEGIN IMMEDIATE");
        return connection;
    }

    private static async Task<HttpResponseMessage> UploadAsync(TestServer server)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes("hello")), "file", "a.wav" } };
        return await server.Client.PostAsync("/v1/files", form);
    }

    private static void Run(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Scalar(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
