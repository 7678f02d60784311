using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Hansard.Engine.Tests;

namespace Hansard.Server.Tests.Doors.Live;

/// <summary>A session that does what no client should, chosen by its seed.</summary>
/// <param name="server">The server.</param>
/// <param name="seed">Of all that it does.</param>
internal sealed class HostileSession(TestServer server, int seed)
{
    /// <summary>The end of a session whose connection the server has reset without a word.</summary>
    public const string Reset = "reset";

    private const string Raw = """{"model":"stt-rt-v5","audio_format":"pcm_s16le","sample_rate":16000,"num_channels":1}""";
    private const string Auto = """{"model":"stt-rt-v5","audio_format":"auto","enable_endpoint_detection":true}""";

    private static readonly string[] Containers = ["test.webm", "test_opus.ogg", "test.mp3", "test.flac"];
    private static readonly byte[] Speech = File.ReadAllBytes(Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav"))[44..];
    private static readonly byte[] End = RawSession.Frame(0x1, []);

    private static readonly Kind[] Kinds =
    [
        new(session => session.CutAnywhere()), new(session => session.WrongOrder(), BreaksFraming: true), new(_ => EndlessStart()),
        new(session => session.BadContainer()), new(session => session.GarbageBetween(), BreaksFraming: true),
        new(session => session.ControlOutOfPlace(), BreaksFraming: true), new(session => session.Huge()),
        new(session => session.TooFast()), new(session => session.Noise(), BreaksFraming: true),
        new(session => session.WrongStart(), BreaksFraming: true),
    ];

    private readonly Random _random = new(seed);

    /// <summary>Runs it to its end.</summary>
    /// <returns>
    /// Its end: finished, the code of an error, closed, dropped by the client, or reset: by the server, or because the client broke the
    /// framing. Then the server's close may be lost: what came after the fault is not read, and resets the connection.
    /// </returns>
    public async Task<string> RunAsync()
    {
        var kind = Kinds[_random.Next(Kinds.Length)];
        byte[] all = [.. kind.Frames(this).SelectMany(frame => frame)];
        // Some go at any moment, and some read nothing for a while.
        var drops = _random.Next(5) == 0;
        var readsLate = _random.Next(5) == 0;
        if (drops) all = all[.._random.Next(all.Length)];
        var (session, _) = await RawSession.OpenAsync(server, RawSession.Upgrade(TestServer.Key));
        using (session)
        {
            var sending = SendAsync(session, all);
            if (drops || readsLate) await sending;
            if (drops) return "dropped";
            var end = await ReadAsync(session);
            await sending;
            return end == Reset && kind.BreaksFraming ? "reset as it broke the framing" : end;
        }
    }

    private static async Task<string> ReadAsync(RawSession session)
    {
        var end = "";
        try
        {
            while (await session.NextAsync() is var (opcode, content))
            {
                if (opcode == 0x8) return end.Length > 0 ? end : $"closed {BinaryPrimitives.ReadUInt16BigEndian(content)}";
                if (opcode != 0x1) continue;
                Assert.Equal("", end);
                var message = JsonSerializer.Deserialize<JsonElement>(content);
                Assert.Equal(JsonValueKind.Array, message.GetProperty("tokens").ValueKind);
                if (message.TryGetProperty("finished", out _)) end = "finished";
                if (message.TryGetProperty("error_code", out var code)) end = $"{code}";
            }
        }
        catch (IOException)
        {
            // What the server had not read yet resets the connection.
        }
        return end.Length > 0 ? end : Reset;
    }

    private async Task SendAsync(RawSession session, byte[] bytes)
    {
        try
        {
            for (var at = 0; at < bytes.Length;)
            {
                var count = Math.Min(bytes.Length - at, _random.Next(3) == 0 ? _random.Next(1, 50) : _random.Next(1, 60_000));
                await session.SendAsync(bytes.AsMemory(at, count));
                at += count;
                if (_random.Next(10) == 0) await Task.Yield();
            }
        }
        catch (IOException)
        {
            // The server has closed.
        }
    }

    private static byte[] Text(string text) => RawSession.Frame(0x1, Encoding.UTF8.GetBytes(text));

    private byte[] Bytes(int most)
    {
        var bytes = new byte[_random.Next(1, most)];
        _random.NextBytes(bytes);
        return bytes;
    }

    private ReadOnlySpan<byte> Some(int most)
    {
        var count = _random.Next(2, most);
        return Speech.AsSpan(_random.Next(Speech.Length - count), count);
    }

    // A message in frames of any size, with pings between them.
    private IEnumerable<byte[]> Fragments(int opcode, byte[] message)
    {
        for (var at = 0; ;)
        {
            var count = Math.Min(message.Length - at, _random.Next(1, 1 + Math.Max(1, message.Length / 2)));
            var isLast = at + count == message.Length;
            yield return RawSession.Frame(at == 0 ? opcode : 0x0, message.AsSpan(at, count), isLast);
            if (isLast) yield break;
            at += count;
            if (_random.Next(3) == 0) yield return RawSession.Frame(0x9, Bytes(20));
        }
    }

    private IEnumerable<byte[]> CutAnywhere()
    {
        foreach (var frame in Fragments(0x1, Encoding.UTF8.GetBytes(Raw))) yield return frame;
        foreach (var frame in Fragments(0x2, Some(40_000).ToArray())) yield return frame;
        foreach (var frame in Fragments(0x1, """{"type":"finalize"}"""u8.ToArray())) yield return frame;
        yield return End;
    }

    private byte[][] WrongOrder()
    {
        byte[][] frames =
        [
            Text(Raw), RawSession.Frame(0x2, Some(10_000)), Text("""{"type":"finalize"}"""), Text("""{"type":"keepalive"}"""), End, End,
            Text(Auto), RawSession.Frame(0x8, [3, 0xE8]), RawSession.Frame(0x0, "no beginning"u8),
        ];
        if (_random.Next(2) == 0) _random.Shuffle(frames);
        else _random.Shuffle(frames.AsSpan(1));
        return [.. frames, End];
    }

    private static IEnumerable<byte[]> EndlessStart()
    {
        yield return RawSession.Frame(0x1, """{"model":"stt-rt-v5","context":" """u8, isLast: false);
        for (var i = 0; i < 5; i++) yield return RawSession.Frame(0x0, new byte[300_000].Select(_ => (byte)'x').ToArray(), isLast: false);
    }

    private byte[][] BadContainer()
    {
        var bytes = File.ReadAllBytes(Fixtures.PathOf("audio", "formats", Containers[_random.Next(Containers.Length)]));
        bytes = bytes[..Math.Min(bytes.Length, _random.Next(100, 60_000))];
        var from = _random.Next(2) == 0 ? 0 : 64;
        for (var i = _random.Next(1, 200); i > 0; i--) bytes[_random.Next(from, bytes.Length)] ^= (byte)_random.Next(256);
        return [Text(Auto), .. bytes.Chunk(_random.Next(100, 8_000)).Select(piece => RawSession.Frame(0x2, piece)), End];
    }

    private byte[][] GarbageBetween() =>
    [
        Text(Raw), RawSession.Frame(0x2, Some(30_000)), RawSession.Frame(_random.Next(1, 3), Bytes(5_000)),
        Text(_random.Next(3) switch { 0 => "{", 1 => "[[[", _ => """{"type":{"type":null}}""" }), RawSession.Frame(0x2, Some(1_000)), End,
    ];

    private byte[][] ControlOutOfPlace() =>
    [
        Text(Raw), RawSession.Frame(0x2, Some(2_000), isLast: false), RawSession.Frame(0xA, Bytes(100)),
        _random.Next(5) switch
        {
            0 => RawSession.Frame(0x9, new byte[200]),
            1 => RawSession.Frame(0x9, Bytes(50), isLast: false),
            2 => RawSession.Frame(_random.Next(3, 8), Bytes(50)),
            3 => RawSession.Frame(0x8, [0]),
            _ => [0x82, 0x02, 1, 2],
        },
        RawSession.Frame(0x0, Some(2_000)), RawSession.Frame(0x8, [(byte)_random.Next(256), (byte)_random.Next(256), .. Bytes(60)]), End,
    ];

    private byte[][] Huge() => _random.Next(2) == 0
        ? [Text(Raw), RawSession.Frame(0x2, new byte[(1 << 20) + _random.Next(1 << 20)]), End]
        : [Text(Raw), [0x82, 0xFF, 0, 0, (byte)_random.Next(256), 0, 0, 0, 0, 0, 0, 0, 0, 0, .. Bytes(9_000)]];

    // Ten seconds at once, most of them silent.
    private IEnumerable<byte[]> TooFast()
    {
        yield return Text(Raw);
        for (var i = 0; i < 2; i++)
        {
            yield return RawSession.Frame(0x2, Some(Speech.Length));
            foreach (var piece in new byte[140_000].Chunk(_random.Next(320, 9_000))) yield return RawSession.Frame(0x2, piece);
        }
        yield return End;
    }

    private byte[][] Noise() => [_random.Next(2) == 0 ? Text(Raw) : [], Bytes(20_000), End];

    private byte[][] WrongStart()
    {
        var start = Encoding.UTF8.GetBytes(_random.Next(2) == 0 ? Raw : Auto);
        for (var i = _random.Next(1, 4); i > 0; i--) start[_random.Next(start.Length)] = (byte)_random.Next(256);
        return [RawSession.Frame(0x1, start), RawSession.Frame(0x2, Some(3_000)), End];
    }

    /// <param name="Frames">Bytes of the client.</param>
    /// <param name="BreaksFraming">
    /// They may be no frames of WebSocket, no UTF-8 where text is said to be, or go on after a close: no client's library sends that.
    /// </param>
    private sealed record Kind(Func<HostileSession, IEnumerable<byte[]>> Frames, bool BreaksFraming = false);
}
