using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Hansard.Server.Tests.Doors.Live;

/// <summary>A live session as bytes on a TCP connection: those of the client are sent as they are, the server's taken apart.</summary>
internal sealed class RawSession : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TcpClient _connection = new() { NoDelay = true };
    private NetworkStream _stream = null!;

    private RawSession()
    {
    }

    /// <summary>The head of the answer to the upgrade.</summary>
    public string Head { get; private set; } = "";

    /// <summary>Sends the upgrade and reads its answer.</summary>
    /// <param name="server">The server.</param>
    /// <param name="recorded">All that a client wrote.</param>
    /// <returns>The session, and what is left to be sent.</returns>
    public static async Task<(RawSession Session, ReadOnlyMemory<byte> Left)> OpenAsync(TestServer server, byte[] recorded)
    {
        var session = new RawSession();
        try
        {
            await session._connection.ConnectAsync("127.0.0.1", server.Host.Address.Port, TestContext.Current.CancellationToken);
            session._stream = session._connection.GetStream();
            var end = recorded.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
            await session.SendAsync(recorded.AsMemory(0, end));
            session.Head = await session.ReadHeadAsync();
            return (session, recorded.AsMemory(end));
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The upgrade that a client with a key sends.</summary>
    public static byte[] Upgrade(string key) => Encoding.ASCII.GetBytes(
        $"GET /transcribe-websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + $"Sec-WebSocket-Key: jUIqTRjsuLe3vV7tUD+a4g==\r\nSec-WebSocket-Version: 13\r\nAuthorization: Bearer {key}\r\n\r\n");

    /// <summary>A frame as a client sends it, masked with zeros.</summary>
    public static byte[] Frame(int opcode, ReadOnlySpan<byte> content, bool isLast = true)
    {
        var head = content.Length < 126 ? 6 : content.Length <= ushort.MaxValue ? 8 : 14;
        var frame = new byte[head + content.Length];
        frame[0] = (byte)((isLast ? 0x80 : 0) | opcode);
        frame[1] = (byte)(0x80 | (head == 6 ? content.Length : head == 8 ? 126 : 127));
        if (head == 8) BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)content.Length);
        if (head == 14) BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(2), (ulong)content.Length);
        content.CopyTo(frame.AsSpan(head));
        return frame;
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var timeout = Limit();
        await _stream.WriteAsync(bytes, timeout.Token);
    }

    /// <summary>The next frame of the server; null where it has closed the connection.</summary>
    public async Task<(int Opcode, byte[] Content)?> NextAsync()
    {
        using var timeout = Limit();
        var head = new byte[10];
        if (await _stream.ReadAtLeastAsync(head.AsMemory(0, 2), 2, throwOnEndOfStream: false, timeout.Token) < 2) return null;
        Assert.Equal(0x80, head[0] & 0xF0);
        var length = head[1] & 0x7F;
        Assert.Equal(length, head[1]);
        if (length == 126)
        {
            await _stream.ReadExactlyAsync(head.AsMemory(2, 2), timeout.Token);
            length = BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(2));
        }
        Assert.NotEqual(127, length);
        var content = new byte[length];
        await _stream.ReadExactlyAsync(content, timeout.Token);
        return (head[0] & 0x0F, content);
    }

    /// <summary>The messages up to one that is looked for, or to the close.</summary>
    public async Task<RawMessages> UntilAsync(Func<JsonElement, bool> found)
    {
        List<JsonElement> messages = [];
        var pongs = 0;
        while (await NextAsync() is var (opcode, content))
        {
            if (opcode == 0x8) return new RawMessages(messages, pongs, BinaryPrimitives.ReadUInt16BigEndian(content));
            if (opcode == 0xA) pongs++;
            if (opcode is 0x9 or 0xA) continue;
            Assert.Equal(0x1, opcode);
            messages.Add(JsonSerializer.Deserialize<JsonElement>(content));
            if (found(messages[^1])) return new RawMessages(messages, pongs, null);
        }
        throw new InvalidOperationException($"The server broke the connection after {string.Join("\n", messages)}");
    }

    /// <summary>Breaks the connection.</summary>
    public void Dispose() => _connection.Dispose();

    private static CancellationTokenSource Limit()
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        source.CancelAfter(Patience);
        return source;
    }

    private async Task<string> ReadHeadAsync()
    {
        using var timeout = Limit();
        var head = new List<byte>();
        var one = new byte[1];
        while (!(head is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n']))
        {
            await _stream.ReadExactlyAsync(one, timeout.Token);
            head.Add(one[0]);
        }
        return Encoding.ASCII.GetString([.. head]);
    }
}

/// <summary>Messages of a server.</summary>
/// <param name="Messages">Those of text.</param>
/// <param name="Pongs">Answers to pings between them.</param>
/// <param name="Close">The code of its close; null where it has not closed.</param>
internal sealed record RawMessages(List<JsonElement> Messages, int Pongs, int? Close);
