using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Tests.Summaries;

/// <summary>An endpoint like OpenAI's chat, whose model is the test's: no language model can be had here.</summary>
internal sealed class ChatStandIn : IAsyncDisposable
{
    private readonly ConcurrentQueue<JsonObject> _asked = new();
    private LoopbackServer? _server;

    /// <summary>The requests, in order.</summary>
    public IReadOnlyList<JsonObject> Asked => [.. _asked];

    /// <summary>The value of the header of the last request.</summary>
    public string? Authorization { get; private set; }

    /// <summary>Its base address.</summary>
    public Uri Address => _server!.Url("/v1");

    /// <summary>Starts one.</summary>
    /// <param name="answer">Makes an answer of the material.</param>
    /// <param name="status">Of every answer.</param>
    public static async Task<ChatStandIn> StartAsync(Func<string, string> answer, int status = 200)
    {
        var chat = new ChatStandIn();
        chat._server = await LoopbackServer.StartAsync(async context =>
        {
            Assert.Equal("/v1/chat/completions", context.Request.Path);
            chat.Authorization = context.Request.Headers.Authorization;
            var asked = (await JsonNode.ParseAsync(context.Request.Body))!.AsObject();
            chat._asked.Enqueue(asked);
            context.Response.StatusCode = status;
            var text = answer(asked["messages"]![1]!["content"]!.GetValue<string>());
            if (status != 200) await context.Response.WriteAsync(text);
            else await context.Response.WriteAsJsonAsync(new { choices = new[] { new { message = new { content = text } } } });
        });
        return chat;
    }

    /// <summary>The answer of a model that says something of passages.</summary>
    public static string Statements(params (string Text, int[] Passages)[] statements)
        => JsonSerializer.Serialize(new { statements = statements.Select(s => new { text = s.Text, passages = s.Passages }) });

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
