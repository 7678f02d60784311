using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Hansard.Server.Tests;
using Hansard.Server.Tests.Storage.Postgres;

namespace Hansard.Cli.Tests.Outbound;

/// <summary>Servers of every role, and every door, under a tracer: no connection leaves the machine.</summary>
[SupportedOSPlatform("linux")]
[Requires("ffmpeg", "strace")]
public sealed class NothingIsSentByDoorsTests : IDisposable
{
    private const string Said = "surpass";

    private readonly TracedProgram _traced = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static byte[] Recording => File.ReadAllBytes(HansardProcess.Clip("en_LJ001-0008.wav"));

    public void Dispose() => _traced.Dispose();

    [Fact]
    public async Task Every_door_is_used_and_nothing_is_looked_up_or_connected_to()
    {
        var (configuration, port) = (Path.Combine(_traced.Output, "hansard.json"), FreePort.Find());
        await File.WriteAllTextAsync(
            configuration, $$$"""{ "Hansard": { "Doors": { "Wyoming": { "Enabled": true, "Port": {{{port}}} } } } }""", Cancellation);
        await using (var server = await TracedServer.StartAsync(_traced, "--no-auth", "--config", configuration))
        {
            var client = server.Client;
            Assert.Contains(Said, await FormAsync(client, "/v1/audio/transcriptions", "file", ("model", "whisper-1")), Ignored);
            Assert.Contains(Said, await FormAsync(client, "/asr?output=txt", "audio_file"), Ignored);
            Assert.Contains(Said, await LiveAsync(client.BaseAddress!), Ignored);
            Assert.Contains("tools", await AssistantAsync(client), Ignored);

            // It has answered others by now: it tells its address before its model is loaded, and listens for this door last.
            Assert.Contains(Said, await WyomingAsync(port), Ignored);
            foreach (var path in (string[])["/app/", "/docs", "/openapi/v1.json", "/metrics", "/status", "/v1/models", "/v1/search?q=a"])
                Assert.NotEmpty(await client.GetStringAsync(path, Cancellation));
            await server.StopAsync();
        }

        var faults = _traced.Faults();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory]
    [InlineData("all")]
    [InlineData("api")]
    [InlineData("worker")]
    [Requires("postgresql")]
    public async Task A_node_of_every_role_connects_to_its_database_and_to_nodes_alone(string role)
    {
        await using var postgres = new PostgresServer();
        await postgres.InitializeAsync();
        var database = postgres.Address(await postgres.NewDatabaseAsync());
        await using (var server = await TracedServer.StartAsync(
            _traced, "--database", database, "--objects", Path.Combine(_traced.Output, "shared"), "--role", role))
        {
            using var ready = await server.Client.GetAsync("/readyz", Cancellation);
            Assert.True(ready.IsSuccessStatusCode);
            await server.StopAsync();
        }

        // Names of its database and of itself are looked up, here in the files of the machine.
        var faults = _traced.Faults().Where(fault => fault.StartsWith("network:", StringComparison.Ordinal)).ToList();
        Assert.Contains(faults, fault => fault.Contains($"htons({postgres.Port})", StringComparison.Ordinal));
        Assert.All(faults, fault => Assert.Contains("127.0.0.1", fault, StringComparison.Ordinal));
    }

    private const StringComparison Ignored = StringComparison.OrdinalIgnoreCase;

    private static async Task<string> FormAsync(
        HttpClient client, string path, string name, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Recording), name, "recording.wav" } };
        foreach (var field in fields) form.Add(new StringContent(field.Value), field.Name);
        using var response = await client.PostAsync(path, form, Cancellation);
        return await response.Content.ReadAsStringAsync(Cancellation);
    }

    private static async Task<string> LiveAsync(Uri server)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(new Uri(server, "/transcribe-websocket")) { Scheme = "ws" }.Uri, Cancellation);
        await socket.SendAsync(
            """{"model": "stt-rt-v5", "audio_format": "auto"}"""u8.ToArray(), WebSocketMessageType.Text, true, Cancellation);
        await socket.SendAsync(Recording, WebSocketMessageType.Binary, true, Cancellation);
        await socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Binary, true, Cancellation);
        var (text, buffer) = (new StringBuilder(), new byte[1 << 20]);
        while (await socket.ReceiveAsync(buffer.AsMemory(), Cancellation) is { MessageType: not WebSocketMessageType.Close } part)
        {
            var message = JsonSerializer.Deserialize<JsonElement>(buffer.AsSpan(0, part.Count));
            foreach (var token in message.GetProperty("tokens").EnumerateArray())
                if (token.GetProperty("is_final").GetBoolean()) text.Append(token.GetProperty("text").GetString());
        }

        return text.ToString();
    }

    private static async Task<string> WyomingAsync(int port)
    {
        const string sound = "\"data\": {\"rate\": 22050, \"width\": 2, \"channels\": 1}";
        var samples = Recording[44..];
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, Cancellation);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(
            $"{{\"type\": \"transcribe\"}}\n{{\"type\": \"audio-start\", {sound}}}\n"
            + $"{{\"type\": \"audio-chunk\", {sound}, \"payload_length\": {samples.Length}}}\n"), Cancellation);
        await stream.WriteAsync(samples, Cancellation);
        await stream.WriteAsync("{\"type\": \"audio-stop\"}\n"u8.ToArray(), Cancellation);
        var (text, buffer) = (new StringBuilder(), new byte[1 << 16]);
        while (!text.ToString().Contains("transcript-stop", StringComparison.Ordinal)
            && await stream.ReadAsync(buffer, Cancellation) is > 0 and var read)
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        return text.ToString();
    }

    private static async Task<string> AssistantAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp")
        {
            Content = JsonContent.Create(new { jsonrpc = "2.0", id = 1, method = "tools/list" }),
        };
        request.Headers.Add("Accept", "application/json, text/event-stream");
        using var response = await client.SendAsync(request, Cancellation);
        return await response.Content.ReadAsStringAsync(Cancellation);
    }
}
