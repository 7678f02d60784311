using Dapper;
using Hansard.Server.Storage.Migration;
using Hansard.Server.Storage.Postgres;
using Hansard.Server.Storage.Sql;
using Hansard.Server.Tests.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Hansard.Server.Tests.Storage.Migration;

[Collection(PostgresTests.Name)]
public sealed class DatabaseMigrationTests(PostgresServer postgres) : IDisposable
{
    private readonly DataFolder _folder = new();

    [Fact]
    public async Task A_server_s_database_is_copied_while_it_serves_again_when_it_has_stopped_and_not_over_one_in_use()
    {
        var to = await postgres.NewDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(to);
        _ = await PostgresDatabase.OpenAsync(source, TimeSpan.FromSeconds(30), cancellationToken: Cancellation);
        var objects = _folder.PathOf("recordings");
        await using var old = await TestServer.StartAsync(options => options.Objects = objects);
        var first = await old.EndAsync(await old.TranscribeAsync("The committee resumes."));
        await LabelAsync(old, first, "Board\u00e9");
        var running = await old.WaitAsync(await old.TranscribeAsync("wait"), "processing");
        var migration = new DatabaseMigration(old.Host.Services.GetRequiredService<ISqlDatabase>(), source);
        await migration.RunAsync(new Tables(), Cancellation);
        var waiting = await old.TranscribeAsync("came later");
        var tables = new Tables();
        await migration.RunAsync(tables, Cancellation);
        Assert.Equal(3, tables.Rows["transcriptions"]);
        Assert.Equal(1, tables.Rows["transcripts"]);
        Assert.Equal(3, tables.Rows["files"]);

        await using var moved = await TestServer.StartAsync(
            options => (options.Database, options.Objects) = (postgres.Address(to), objects));
        var path = $"/v1/transcriptions/{first.String("id")}";
        Assert.Equal("The committee resumes.", (await moved.GetAsync($"{path}/transcript")).String("text"));
        Assert.Equal("Boardé", (await moved.GetAsync(path)).GetProperty("tags")[0].GetString());
        Assert.Equal(3, (await moved.GetAsync("/v1/transcriptions/count")).GetProperty("total").GetInt32());
        Assert.Equal(1, (await FoundAsync(moved)).GetArrayLength());
        moved.Transcriber.Release();
        Assert.Equal("completed", (await moved.EndAsync(running)).String("status"));
        Assert.Equal("completed", (await moved.EndAsync(waiting)).String("status"));

        // Numbers go on where they were.
        var next = await moved.TranscribeAsync("next");
        var list = (await moved.GetAsync("/v1/transcriptions")).GetProperty("transcriptions");
        Assert.Equal(next.String("id"), list[0].String("id"));
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => migration.RunAsync(new Tables(), Cancellation));
        Assert.Contains("has been started with that database", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_table_of_sqlite_is_copied_or_made_anew()
    {
        await using var server = await TestServer.StartAsync();
        string[] anew =
        [
            "leases", "objects", "part_leases", "partial_transcripts", "parts", "passages", "project_counts", "transcription_changes",
        ];
        var names = server.Host.Services.GetRequiredService<ISqlDatabase>().Read(c => c.Query<string>(
            """
            SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'passage_words%'
                AND name NOT LIKE 'transcription_names%'
            """).AsList());
        var known = MigratedTable.All.Select(table => table.Name).Concat(anew);
        Assert.Equal(known.Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task LabelAsync(TestServer server, System.Text.Json.JsonElement job, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/v1/transcriptions/{job.String("id")}")
        {
            Content = new StringContent($$"""{"tags": ["{{tag}}"]}""", System.Text.Encoding.UTF8, "application/json"),
        };
        using var response = await server.Client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    // The index is made in the background.
    private static async Task<System.Text.Json.JsonElement> FoundAsync(TestServer server)
    {
        for (var i = 0; ; i++)
        {
            var found = (await server.GetAsync("/v1/search?q=committee")).GetProperty("results");
            if (found.GetArrayLength() > 0 || i == 300) return found;
            await Task.Delay(50, Cancellation);
        }
    }

    private sealed class Tables : IProgress<CopiedTable>
    {
        public Dictionary<string, long> Rows { get; } = new(StringComparer.Ordinal);

        public void Report(CopiedTable value) => Rows[value.Name] = value.Rows;
    }
}
