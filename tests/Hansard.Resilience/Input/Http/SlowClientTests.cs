using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Hansard.Resilience.Reports;

namespace Hansard.Resilience.Input.Http;

/// <summary>Clients that send or read a byte now and then: the server ends them, and works meanwhile.</summary>
public sealed class SlowClientTests(ResilienceReport report)
{
    private const string Head = "Host: x\r\nAuthorization: Bearer KEY\r\n";

    private const string Upload = $"POST /v1/files HTTP/1.1\r\n{Head}Content-Type: multipart/form-data; boundary=b\r\n";

    private const string Part = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";

    private static readonly SlowClient[] Clients =
    [
        new("the head", "", "GET /v1/models HTTP/1.1\r\nX: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"),
        new("the body", $"{Upload}Content-Length: 9000\r\n\r\n{Part}", new string('x', 2_000)),
        new("chunks", $"{Upload}Transfer-Encoding: chunked\r\n\r\n", string.Concat(Enumerable.Repeat("1\r\nx\r\n", 400))),
        new(
            "JSON", $"POST /v1/transcriptions HTTP/1.1\r\n{Head}Content-Type: application/json\r\nContent-Length: 900\r\n\r\n",
            new(' ', 800)),
        new("nothing", "", ""),
        new("half a body", $"{Upload}Content-Length: 9000\r\n\r\n{Part}", ""),
        new("expecting", $"{Upload}Expect: 100-continue\r\nContent-Length: 9000\r\n\r\n", ""),
        new("reading", string.Concat(Enumerable.Repeat("GET /openapi/v1.json HTTP/1.1\r\nHost: x\r\n\r\n", 60)), "", Reads: false),
        new("what ends", "GET /v1/models HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer KEY\r\n\r\n", "", HalfCloses: true),
        new("an upgrade",
        "GET /transcribe-websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n",
        ""),
    ];

    [Fact]
    public Task Are_ended_soon() => TryAsync(isLong: false);

    [Fact(Explicit = true)]
    public Task Are_ended_soon_by_the_hundred() => TryAsync(isLong: true);

    private async Task TryAsync(bool isLong)
    {
        var run = InputRun.Of("slow senders and readers", isLong, Clients.Length * 2, 500);
        await using var server = await HttpInputServer.StartAsync(TimeSpan.FromSeconds(2));
        await run.TryAllAsync(40, async input =>
        {
            var client = Clients[input.Index % Clients.Length];
            input.Sent = client.Slowly;
            await EndAsync(server, client);
            return client.Name;
        });
        run.End(report, await server.CheckAsync(run));
    }

    private static async Task EndAsync(HttpInputServer server, SlowClient slow)
    {
        using var client = new TcpClient { NoDelay = true, ReceiveBufferSize = 4_096 };
        await client.ConnectAsync(server.Server.Host.Address.Host, server.Server.Host.Address.Port,
            TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        var watch = Stopwatch.StartNew();
        try
        {
            await stream.WriteAsync(Bytes(server, slow.AtOnce), TestContext.Current.CancellationToken);
            if (slow.HalfCloses) client.Client.Shutdown(SocketShutdown.Send);
            var slowly = Bytes(server, slow.Slowly);
            var reading = slow.Reads ? stream.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken) : null;
            for (var at = 0; reading is not { IsCompleted: true }; at++)
            {
                if (watch.Elapsed > InputRun.Patience) Assert.Fail("The server goes on with it.");
                if (at < slowly.Length) await stream.WriteAsync(slowly.AsMemory(at, 1), TestContext.Current.CancellationToken);

                // Whoever does not read learns of the end by sending.
                if (!slow.Reads) await stream.WriteAsync("\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
                await Task.Delay(150, TestContext.Current.CancellationToken);
            }
            await reading!;
        }
        catch (IOException)
        {
            // Ended.
        }
    }

    private static byte[] Bytes(HttpInputServer server, string text)
        => Encoding.ASCII.GetBytes(text.Replace("KEY", server.Key, StringComparison.Ordinal));

    /// <param name="Name">The slow thing.</param>
    /// <param name="AtOnce">Sent at once.</param>
    /// <param name="Slowly">Sent by the byte.</param>
    /// <param name="Reads">False: reads nothing.</param>
    /// <param name="HalfCloses">Ends its own side, and waits.</param>
    private sealed record SlowClient(string Name, string AtOnce, string Slowly, bool Reads = true, bool HalfCloses = false);
}
