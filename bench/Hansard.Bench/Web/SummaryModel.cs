using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hansard.Bench.Web;

/// <summary>An endpoint like OpenAI's chat that says the same of every transcript: no language model can be had here.</summary>
internal sealed class SummaryModel(WebApplication server) : IAsyncDisposable
{
    private static readonly string Answer = JsonSerializer.Serialize(new
    {
        statements = new[]
        {
            new { text = "The speakers call cards and colours to each other.", passages = (int[])[1, 2] },
            new { text = "Each repeats a part of what the other has said.", passages = (int[])[3] },
        },
    });

    /// <summary>The settings of a server that asks it.</summary>
    public Dictionary<string, string> Settings { get; } = new()
    {
        ["HANSARD_SUMMARIES__BASE_ADDRESS"] = $"{server.Urls.First()}/v1",
        ["HANSARD_SUMMARIES__MODEL"] = "llama3.1",
    };

    public static async Task<SummaryModel> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.MapPost("/v1/chat/completions", (JsonObject _) => Results.Json(new
        {
            choices = new[] { new { message = new { content = Answer } } },
        }));
        await server.StartAsync();
        return new SummaryModel(server);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
