using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Tests.Webhooks;

/// <summary>A program that webhooks are sent to.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly LoopbackServer _server;

    private Receiver(LoopbackServer server) => _server = server;

    /// <summary>What came, in order.</summary>
    public ConcurrentQueue<Delivery> Deliveries { get; private init; } = new();

    public string Authority => _server.Authority;

    /// <param name="answer">Answers the n-th request, counted from 1, with a status.</param>
    public static async Task<Receiver> StartAsync(Func<int, HttpContext, Task<int>> answer)
    {
        var deliveries = new ConcurrentQueue<Delivery>();
        var count = 0;
        var server = await LoopbackServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            deliveries.Enqueue(new Delivery(
                context.Request.Method,
                context.Request.Path + context.Request.QueryString,
                context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToArray(), StringComparer.OrdinalIgnoreCase),
                body));
            context.Response.StatusCode = await answer(Interlocked.Increment(ref count), context);
        });
        return new Receiver(server) { Deliveries = deliveries };
    }

    public static Task<Receiver> StartAsync(int status = 200) => StartAsync((_, _) => Task.FromResult(status));

    public string Url(string pathAndQuery = "/hook") => _server.Url(pathAndQuery).AbsoluteUri;

    public async Task<Delivery[]> WaitAsync(int count)
    {
        var deadline = DateTime.UtcNow.AddSeconds(20);
        while (Deliveries.Count < count)
        {
            Assert.True(DateTime.UtcNow < deadline, $"{Deliveries.Count} webhooks came instead of {count}.");
            await Task.Delay(10);
        }

        return [.. Deliveries];
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    internal sealed record Delivery(string Method, string Target, Dictionary<string, string?[]> Headers, string Body)
    {
        /// <summary>The time at which all of it had come.</summary>
        public DateTime Came { get; } = DateTime.UtcNow;

        public JsonElement Json => JsonDocument.Parse(Body).RootElement;
    }
}
