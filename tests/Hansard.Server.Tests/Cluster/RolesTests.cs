using System.Net;
using Hansard.Server.Cluster;
using Hansard.Server.Configuration;
using Hansard.Server.Jobs;
using Hansard.Server.Tests.Administration;
using Hansard.Server.Tests.Storage;
using Hansard.Server.Tests.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Hansard.Server.Tests.Cluster;

/// <summary>Servers with one database and one place of recordings, each with its part.</summary>
[Collection(PostgresTests.Name)]
public sealed class RolesTests(PostgresServer postgres) : IDisposable
{
    private readonly DataFolder _folder = new();

    [Fact]
    public async Task Workers_transcribe_what_clients_bring_to_another_node_each_recording_once()
    {
        var database = postgres.Address(await postgres.NewDatabaseAsync());
        await using var api = await StartAsync(database, ServerRole.Api);
        await using var first = await StartAsync(database, ServerRole.Worker);
        await using var second = await StartAsync(database, ServerRole.Worker);

        var nodes = await api.Host.Services.GetRequiredService<INodeDirectory>().ListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            [ServerRole.Api, ServerRole.Worker, ServerRole.Worker], nodes.Select(node => node.Report?.Role).OfType<ServerRole>().Order());
        using (var refused = await first.Client.GetAsync("/v1/transcriptions")) Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        using (var healthy = await first.Client.GetAsync("/readyz")) Assert.Equal(HttpStatusCode.OK, healthy.StatusCode);

        var jobs = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => api.TranscribeAsync($"recording {i}")));
        foreach (var job in jobs) Assert.Equal("completed", (await api.EndAsync(job)).String("status"));
        Assert.Empty(api.Transcriber.Started);
        var started = first.Transcriber.Started.Concat(second.Transcriber.Started).ToList();
        Assert.Equal(8, started.Count);
        Assert.Equal(8, started.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Work_of_a_worker_that_stops_is_done_by_another()
    {
        var database = postgres.Address(await postgres.NewDatabaseAsync());
        await using var api = await StartAsync(database, ServerRole.Api);
        var job = await api.TranscribeAsync("wait");
        using var administrator = await AdministrationTests.AdministratorAsync(api);
        await using (var first = await StartAsync(database, ServerRole.Worker))
        {
            await api.WaitAsync(job, "processing");
            var nodes = (await api.GetAsync("/v1/admin/nodes", administrator)).GetProperty("nodes").EnumerateArray().ToList();
            Assert.Equal(["api", "worker"], nodes.Select(node => node.String("role")).Order(StringComparer.Ordinal));
            var worker = nodes.Single(node => node.String("role") == "worker");
            Assert.False(worker.GetProperty("current").GetBoolean());
            Assert.Equal(job.String("id"), Assert.Single(worker.GetProperty("running").EnumerateArray()).String("transcription_id"));
            Assert.Empty(nodes.Single(node => node.GetProperty("current").GetBoolean()).GetProperty("running").EnumerateArray());
        }

        // Handed back: no lease has to run out.
        Assert.Equal("queued", (await api.GetAsync($"/v1/transcriptions/{job.String("id")}")).String("status"));
        await using var second = await StartAsync(database, ServerRole.Worker);
        await api.WaitAsync(job, "processing");
        second.Transcriber.Release();
        Assert.Equal("completed", (await api.EndAsync(job)).String("status"));
    }

    [Fact]
    public async Task A_node_that_starts_takes_back_the_work_of_one_that_died()
    {
        var connection = await postgres.NewDatabaseAsync();
        await using var api = await StartAsync(postgres.Address(connection), ServerRole.Api);
        var job = await api.TranscribeAsync("left alone");
        await using (var source = NpgsqlDataSource.Create(connection))
        await using (var command = source.CreateCommand(
            """
            UPDATE transcriptions SET status = 'processing', attempts = 1;
            INSERT INTO leases (transcription_id, owner, expires_at) SELECT id, 'dead', 0 FROM transcriptions
            """))
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        await using var worker = await StartAsync(postgres.Address(connection), ServerRole.Worker);
        Assert.Equal("completed", (await api.EndAsync(job)).String("status"));
    }

    [Fact]
    public async Task Work_goes_on_wherever_the_scheduler_was_when_its_node_stops()
    {
        var database = postgres.Address(await postgres.NewDatabaseAsync());
        await using var api = await StartAsync(database, ServerRole.Api);
        var workers = new List<TestServer>();
        for (var i = 0; i < 3; i++) workers.Add(await StartAsync(database, ServerRole.Worker));
        Assert.Equal("completed", (await api.EndAsync(await api.TranscribeAsync("before"))).String("status"));
        foreach (var worker in workers.ToList())
        {
            await using (worker) workers.Remove(worker);
            if (workers.Count > 0) Assert.Equal("completed", (await api.EndAsync(await api.TranscribeAsync("after"))).String("status"));
        }
    }

    [Fact]
    public async Task An_api_node_tells_which_models_there_are_and_loads_none()
    {
        var database = postgres.Address(await postgres.NewDatabaseAsync());
        await using var api = await StartAsync(database, ServerRole.Api, realEngine: true);
        Assert.NotEqual(0, (await api.GetAsync("/v1/models")).GetProperty("models").GetArrayLength());
        Assert.Equal("queued", (await api.TranscribeAsync("a recording")).String("status"));
        Assert.Empty(api.Host.Services.GetRequiredService<ITranscriber>().LoadedModels);

        // Workers are scaled by what waits: of a text nobody knows the length, which counts as five minutes.
        var options = new HansardServerOptions { Database = database };
        await using var source = NpgsqlDataSource.Create(DatabaseAddress.ConnectionStringOf(options));
        await using var command = source.CreateCommand(ScalerQuery());
        Assert.Equal(300.0, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_worker_without_the_memory_for_a_model_leaves_its_recordings_to_others()
    {
        var database = postgres.Address(await postgres.NewDatabaseAsync());
        await using var small = await StartAsync(database, ServerRole.All, realEngine: true, memory: 400);
        var job = await small.TranscribeAsync("a recording");

        Assert.Empty(small.Host.Services.GetRequiredService<ITranscriber>().LoadedModels);
        await using (await StartAsync(database, ServerRole.Worker)) Assert.Equal("completed", (await small.EndAsync(job)).String("status"));
    }

    [Theory]
    [InlineData("nobody@", "", "role \"nobody\" does not exist")]
    [InlineData("hansard@", "-nothing", "does not exist")]
    public async Task A_database_that_cannot_be_opened_is_named_with_the_reason(string user, string name, string reason)
    {
        var database = postgres.Address(await postgres.NewDatabaseAsync());
        var fault = await Assert.ThrowsAsync<IOException>(() => StartAsync(database.Replace("hansard@", user) + name, ServerRole.All));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.Contains("--database", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string ScalerQuery()
    {
        var manifest = File.ReadAllText(Path.Combine(Engine.Tests.Fixtures.Repository, "deploy", "kubernetes", "scaler.yaml"));
        var start = manifest.IndexOf("SELECT", StringComparison.Ordinal);
        return manifest[start..manifest.IndexOf("authenticationRef", StringComparison.Ordinal)];
    }

    private Task<TestServer> StartAsync(string database, ServerRole role, bool realEngine = false, int? memory = null)
        => TestServer.StartAsync(
            options =>
            {
                (options.Database, options.Role, options.Objects) = (database, role, _folder.PathOf("recordings"));
                (options.DatabaseConnections, options.Memory) = (5, memory);
            },
            realEngine: realEngine);
}
