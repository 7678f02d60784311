using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Hansard.Engine.Tests;

namespace Hansard.Server.Tests.Doors.Wyoming;

/// <summary>A client that writes bytes, and reads events as strictly as the package does.</summary>
internal sealed class WyomingClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly TcpClient _client = new();
    private NetworkStream _stream = null!;

    public static async Task<WyomingClient> ConnectAsync(int port)
    {
        var client = new WyomingClient();
        await client._client.ConnectAsync(IPAddress.Loopback, port);
        client._stream = client._client.GetStream();
        return client;
    }

    /// <summary>The bytes of a recorded client.</summary>
    public static byte[] Recorded(string name) => File.ReadAllBytes(Fixtures.PathOf("clients", "wyoming", $"{name}.bin"));

    /// <summary>An event as bytes.</summary>
    public static byte[] Event(string type, object? data = null, byte[]? payload = null)
    {
        var body = data is null ? [] : JsonSerializer.SerializeToUtf8Bytes(data);
        var header = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"type": "{{type}}", "data_length": {{body.Length}}, "payload_length": {{payload?.Length ?? 0}}}""");
        return [.. Encoding.UTF8.GetBytes(header), (byte)'\n', .. body, .. payload ?? []];
    }

    public Task SendAsync(byte[] bytes) => _stream.WriteAsync(bytes).AsTask().WaitAsync(Patience);

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Closes this side alone.</summary>
    public void End() => _client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Closes so that the server is told of a reset.</summary>
    public void Reset() => _client.Client.Close(timeout: 0);

    /// <summary>The next event; null where the server has closed.</summary>
    public async Task<WyomingReply?> ReadAsync()
    {
        using var late = new CancellationTokenSource(Patience);
        List<byte> line = [];
        var one = new byte[1];
        while (true)
        {
            if (await _stream.ReadAsync(one, late.Token) == 0)
            {
                Assert.Empty(line);
                return null;
            }

            if (one[0] == '\n') break;
            line.Add(one[0]);
        }

        var header = JsonDocument.Parse(line.ToArray()).RootElement;
        if (!header.TryGetProperty("data_length", out var length)) return new WyomingReply(header.String("type"), default);
        var data = new byte[length.GetInt32()];
        await _stream.ReadExactlyAsync(data, late.Token);
        return new WyomingReply(header.String("type"), JsonDocument.Parse(data).RootElement);
    }

    /// <summary>All events until the server closes.</summary>
    public async Task<List<WyomingReply>> ReadAllAsync()
    {
        List<WyomingReply> replies = [];
        while (await ReadAsync() is { } reply) replies.Add(reply);
        return replies;
    }

    /// <summary>Events up to one of this type, and with it.</summary>
    public async Task<List<WyomingReply>> ReadUntilAsync(string type)
    {
        List<WyomingReply> replies = [];
        do replies.Add(await ReadAsync() ?? throw new InvalidOperationException($"The server closed before '{type}'."));
        while (replies[^1].Type != type);
        return replies;
    }

    public void Dispose() => _client.Dispose();
}

/// <summary>An event of the server.</summary>
internal sealed record WyomingReply(string Type, JsonElement Data);
