using System.Net;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Tests.Storage.Sqlite;

/// <summary>A database whose pages a disk, or somebody, has changed: clients and the operator learn it.</summary>
public sealed class DamagedDatabaseTests
{
    private const string Usage = "/v1/usage-logs?start_time=2020-01-01T00:00:00Z&end_time=2099-01-01T00:00:00Z";

    [Fact]
    public async Task A_page_that_is_none_is_told_to_clients_to_the_log_and_to_whoever_asks_for_readiness()
    {
        var data = await ServedAsync();
        Overwrite(data, "usage_logs");
        using var log = new LogLines();
        await using var server = await StartAsync(data, log);
        using (var response = await server.Client.GetAsync(Usage))
        {
            var error = await Answer.ErrorAsync(response, 503, "service_unavailable");
            Assert.Contains("database is damaged", error.String("message"), StringComparison.Ordinal);
            Assert.DoesNotContain(data, error.String("message"), StringComparison.Ordinal);
        }

        await log.WaitAsync("keep a copy, and restore it from a backup");
        Assert.Contains("damaged", await NotReadyAsync(server), StringComparison.Ordinal);

        // What is whole is served.
        Assert.Single((await server.GetAsync("/v1/files")).GetProperty("files").EnumerateArray());
    }

    [Fact]
    public async Task An_index_that_is_another_s_is_found_after_the_start_though_no_answer_is_an_error()
    {
        var data = await ServedAsync();
        DataFolder.Execute(
            Path.Combine(data, "hansard.db"),
            """
            PRAGMA writable_schema = ON;
            UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'webhook_outbox_due')
            WHERE name = 'files_of_project';
            """);
        using var log = new LogLines();
        await using var server = await StartAsync(data, log);
        await log.WaitAsync("Not ready any more: The database ");
        Assert.Contains("damaged", await NotReadyAsync(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_of_words_of_which_the_beginning_is_another_s_is_told()
    {
        var data = await ServedAsync();
        DataFolder.Execute(Path.Combine(data, "hansard.db"), "UPDATE passage_words_config SET v = 0 WHERE k = 'version'");

        // Before anything is served, the start looks for what was abandoned.
        var refusal = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => TestServer.StartAsync(null, data));
        Assert.Contains("damaged", Assert.IsType<InvalidDataException>(refusal.InnerException).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(
            () => DatabaseExamination.Check(DataDirectory.At(data).DatabaseFile, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_database_that_is_whole_passes_while_a_server_has_it_open()
    {
        await using var server = await TestServer.StartAsync();
        await server.EndAsync(await server.TranscribeAsync("hello"));
        DatabaseExamination.Check(DataDirectory.At(server.DataDirectory).DatabaseFile, TestContext.Current.CancellationToken);
        using var ready = await server.Client.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    private static Task<TestServer> StartAsync(string data, LogLines log) => TestServer.StartAsync(
        options => options.Log.Level = LogLevel.Information, data, services => services.AddSingleton<ILoggerProvider>(log));

    private static async Task<string> ServedAsync()
    {
        var server = await TestServer.StartAsync();
        await server.EndAsync(await server.TranscribeAsync("hello"));
        return await server.StopAndKeepDataAsync();
    }

    // Noise in the place of a table's first page.
    private static void Overwrite(string data, string table)
    {
        var path = Path.Combine(data, "hansard.db");
        long page;
        using (var connection = DataFolder.Connect(path))
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT rootpage FROM sqlite_master WHERE name = '{table}'";
            page = (long)command.ExecuteScalar()!;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
        file.Position = (page - 1) * 4096;
        var noise = new byte[4096];
        new Random(24).NextBytes(noise);
        file.Write(noise);
    }

    // An answer holds for some seconds, and the review takes some.
    private static async Task<string> NotReadyAsync(TestServer server)
    {
        for (var end = DateTime.UtcNow.AddSeconds(30); ; await Task.Delay(50))
        {
            using var response = await server.Client.GetAsync("/readyz");
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable) return await response.Content.ReadAsStringAsync();
            Assert.True(DateTime.UtcNow < end, "It is ready all the same.");
        }
    }
}
