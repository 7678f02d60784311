using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Hansard.Resilience.Input.Live;
using Hansard.Resilience.Reports;
using Hansard.Server.Doors.Wyoming;
using Hansard.Server.Jobs;
using Hansard.Server.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hansard.Resilience.Input.Wyoming;

/// <summary>Connections of Wyoming whose headers and lengths lie.</summary>
public sealed class WyomingInputTests(ResilienceReport report)
{
    private static readonly string[] Lengths =
        ["-1", "0", "1", "65537", "300000", "2000000", "2147483648", "9223372036854775808", "1e3", "1.5", "\"5\"", "null", "true", "[]",
        "NaN"];

    private static readonly JsonNode[] Events =
    [
        JsonNode.Parse("""{"type":"describe"}""")!, JsonNode.Parse("""{"type":"ping","data":{"text":"x"}}""")!,
        JsonNode.Parse("""{"type":"transcribe","data":{"language":"en","name":"whisper-base","transcript_names":["a"],"""
            + """ "transcript_terms":["b"]}}""")!,
        JsonNode.Parse("""{"type":"audio-start","data":{"rate":16000,"width":2,"channels":1}}""")!,
        JsonNode.Parse("""{"type":"audio-chunk","data":{"rate":16000,"width":2,"channels":1,"timestamp":0}}""")!,
        JsonNode.Parse("""{"type":"audio-stop"}""")!, JsonNode.Parse("""{"type":"nonsense","data":{}}""")!,
    ];

    [Fact]
    public Task Connections_end_with_an_error_of_the_protocol() => TryAsync(isLong: false);

    [Fact(Explicit = true)]
    public Task Connections_end_with_an_error_of_the_protocol_by_the_thousand() => TryAsync(isLong: true);

    private async Task TryAsync(bool isLong)
    {
        var run = InputRun.Of("events of Wyoming", isLong, 400, 20_000);
        using var log = new FaultLog();
        await using var server = await TestServer.StartAsync(
            options =>
            {
                options.Log.Level = LogLevel.Error;
                (options.Doors.Wyoming.Enabled, options.Doors.Wyoming.Port) = (true, 0);
                options.Doors.Wyoming.Idle = TimeSpan.FromSeconds(2);
                options.Doors.Live.Sessions = 256;
            },
            replace: services => services.AddSingleton<ILoggerProvider>(log).AddSingleton<ILiveTranscriber, EchoTranscriber>());
        var port = server.Host.Services.GetRequiredService<WyomingListener>().EndPoint.Port;
        await run.TryAllAsync(16, async input =>
        {
            var bytes = Make(input);
            input.Sent = Http.RequestMaker.Printable(bytes);
            return Check(await SendAsync(input, port, bytes));
        });
        foreach (var line in log.Lines.Take(3)) run.Fail($"The log has an error: {line}");
        var answer = await SendAsync(new InputCase(0, 0), port, "{\"type\": \"ping\"}\n"u8.ToArray());
        if (!answer.Contains("pong", StringComparison.Ordinal)) run.Fail("Afterwards it does not answer.");
        run.End(report, run.CheckOwnMemory());
    }

    private static byte[] Make(InputCase input)
    {
        using var made = new MemoryStream();
        for (var count = input.Random.Next(1, 8); count > 0; count--)
        {
            var (header, data, payload) = (input.Any(Events).DeepClone().AsObject(), (byte[])[], new byte[input.Any([0, 64, 3_200,
                100_000])]);
            if (header["type"]!.GetValue<string>() != "audio-chunk" && !input.OnceIn(8)) payload = [];
            if (header["data"] is { } moved && input.OnceIn(2))
            {
                data = input.OnceIn(2) ? new JsonMutation(input).Apply(moved) : Encoding.UTF8.GetBytes(moved.ToJsonString());
                header.Remove("data");
                header["data_length"] = data.Length;
            }
            if (payload.Length > 0 || input.OnceIn(3)) header["payload_length"] = payload.Length;
            var line = input.OnceIn(2) ? new JsonMutation(input).Apply(header) : Encoding.UTF8.GetBytes(header.ToJsonString());
            if (input.OnceIn(6))
            {
                var lie = $"\"{input.Any(["data_length", "payload_length"])}\": {input.Any(Lengths)}";
                line = Encoding.UTF8.GetBytes($"{{{lie}, {header.ToJsonString()[1..]}");
            }
            made.Write(line);
            made.Write(input.OnceIn(15) ? "\r\n"u8 : "\n"u8);
            made.Write(data);
            made.Write(payload);
        }
        if (input.OnceIn(15)) made.Write(Encoding.UTF8.GetBytes(new string('x', input.Any([60_000, 70_000, 500_000]))));
        return made.ToArray();
    }

    private static async Task<string> SendAsync(InputCase input, int port, byte[] bytes)
    {
        using var client = new TcpClient { NoDelay = true };
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(InputRun.Patience);
        await client.ConnectAsync("127.0.0.1", port, late.Token);
        var stream = client.GetStream();
        using var answers = new MemoryStream();
        try
        {
            await Task.WhenAll(WriteAsync(), stream.CopyToAsync(answers, late.Token));
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // Reset, with what was not read.
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The connection is still open.");
        }
        return Encoding.UTF8.GetString(answers.ToArray());

        async Task WriteAsync()
        {
            await stream.WriteAsync(bytes, late.Token);
            if (input.OnceIn(2)) client.Client.Shutdown(SocketShutdown.Send);
        }
    }

    private static string Check(string answers)
    {
        Assert.DoesNotMatch(@"\bat Hansard\.|\bat System\.|\b[A-Z]\w+Exception\b|internal_error", answers);
        var error = answers.IndexOf("\"type\":\"error\"", StringComparison.Ordinal);
        if (error < 0) error = answers.IndexOf("\"type\": \"error\"", StringComparison.Ordinal);
        if (error < 0) return answers.Length > 0 ? "answered" : "closed";
        Assert.Contains("\"code\"", answers[error..], StringComparison.Ordinal);
        return "error";
    }
}
