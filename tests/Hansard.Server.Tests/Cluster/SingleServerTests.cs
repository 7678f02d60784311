namespace Hansard.Server.Tests.Cluster;

public sealed class SingleServerTests
{
    [Fact]
    public async Task A_single_server_loads_nothing_of_clusters_or_of_their_database()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What a process has loaded is told by Linux alone.");
        using var server = new ServerProcess();
        await server.StartAsync();
        using var client = server.NewClient();
        foreach (var path in (string[])["/v1/models", "/v1/files", "/v1/transcriptions", "/metrics", "/openapi/v1.json"])
            using (await client.GetAsync(path, TestContext.Current.CancellationToken)) { }

        var loaded = server.Loaded;
        Assert.Contains("Hansard.Server.dll", loaded);
        Assert.Contains("Microsoft.Data.Sqlite.dll", loaded);
        Assert.DoesNotContain(loaded, name => name.StartsWith("Orleans.", StringComparison.Ordinal));
        Assert.DoesNotContain("Npgsql.dll", loaded);
    }
}
