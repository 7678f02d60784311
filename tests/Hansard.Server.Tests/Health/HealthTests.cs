using Dapper;
using Hansard.Server.Storage.Sql;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Health;

/// <summary>Answers to load balancers and supervisors, who have no key.</summary>
public sealed class HealthTests
{
    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Health_is_answered_without_a_key(string path)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.NewClient(null);
        using var response = await client.GetAsync(path);
        Assert.Equal("ok", (await Answer.OkAsync(response, 200)).String("status"));
    }

    [Fact]
    public async Task A_server_whose_database_fails_is_alive_and_not_ready()
    {
        await using var server = await TestServer.StartAsync();
        await server.Host.Services.GetRequiredService<ISqlDatabase>().WriteAsync(
            c => c.Execute("DROP TABLE transcripts; DROP TABLE transcriptions"), TestContext.Current.CancellationToken);
        using var ready = await server.Client.GetAsync("/readyz");
        Assert.NotEqual("ok", (await Answer.OkAsync(ready, 503)).String("status"));
        using var alive = await server.Client.GetAsync("/healthz");
        await Answer.OkAsync(alive, 200);
    }
}
