using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hansard.Resilience.Input.Http;
using Hansard.Server.Tests;
using Hansard.Server.Tests.Doors.Live;

namespace Hansard.Resilience.Input.Live;

/// <summary>One connection whose messages are made of right ones, and whose frames may be none.</summary>
/// <param name="input">Its chance.</param>
/// <param name="isRealtime">OpenAI's protocol, and not the live one.</param>
internal sealed class FuzzedSession(InputCase input, bool isRealtime)
{
    private static readonly JsonNode[] Starts =
    [
        JsonNode.Parse("""{"model":"stt-rt-v5","audio_format":"pcm_s16le","sample_rate":16000,"num_channels":1,"""
            + """ "language_hints":["en"],"context":{"terms":["a"]}}""")!,
        JsonNode.Parse("""{"model":"stt-rt-v5","audio_format":"auto","enable_endpoint_detection":true,"""
            + """ "max_endpoint_delay_ms":500,"client_reference_id":"x"}""")!,
        JsonNode.Parse("""{"model":"stt-rt-v5","audio_format":"mulaw","sample_rate":8000,"num_channels":2,"""
            + """ "translation":{"type":"one_way","target_language":"pt"}}""")!,
    ];

    private static readonly JsonNode[] Controls =
    [
        JsonNode.Parse("""{"type":"finalize","trailing_silence_ms":300}""")!, JsonNode.Parse("""{"type":"keepalive"}""")!,
        JsonNode.Parse("""{"type":"end_of_segment","text":"x"}""")!,
    ];

    private static readonly JsonNode[] Events =
    [
        JsonNode.Parse("""{"type":"session.update","event_id":"e","session":{"type":"transcription","""
            + """ "audio":{"input":{"format":{"type":"audio/pcm","rate":24000},"transcription":{"model":"gpt-4o-transcribe","""
            + """ "language":"en","prompt":"a, b"},"turn_detection":{"type":"server_vad","silence_duration_ms":500}}},"""
            + """ "include":["item.input_audio_transcription.logprobs"]}}""")!,
        JsonNode.Parse("""{"type":"transcription_session.update","session":{"input_audio_format":"g711_ulaw","""
            + """ "input_audio_transcription":{"model":"whisper-1"},"turn_detection":null}}""")!,
        JsonNode.Parse("""{"type":"input_audio_buffer.append","audio":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""")!,
        JsonNode.Parse("""{"type":"input_audio_buffer.commit","event_id":"x"}""")!,
            JsonNode.Parse("""{"type":"input_audio_buffer.clear"}""")!,
        JsonNode.Parse("""{"type":"response.create","response":{}}""")!,
    ];

    private static readonly byte[][] BrokenFrames =
    [
        [0x83, 0x80, 0, 0, 0, 0], [0x8F, 0x80, 0, 0, 0, 0], [0xF1, 0x80, 0, 0, 0, 0], [0x81, 0x02, 1, 2], [0x80, 0x80, 0, 0, 0, 0],
        [0x88, 0x81, 0, 0, 0, 0, 0],
        [0x89, 0xFE, 1, 0, 0, 0, 0, 0], [0x09, 0x80, 0, 0, 0, 0], [0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [0x82, 0xFF, 0, 0,
        0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0],
        [0x82, 0xFE, 0, 1, 0, 0, 0, 0, 7], [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xED], [0x88, 0x82, 0, 0, 0, 0, 0xFF, 0xFF],
    ];

    /// <summary>Runs it.</summary>
    /// <returns>The end: a code of the protocol, closed, or broken off.</returns>
    public async Task<string> RunAsync(Uri server, string path)
    {
        var frames = Frames();
        input.Sent = string.Join("\n", frames.Select(frame => RequestMaker.Printable(frame)[..Math.Min(600,
            RequestMaker.Printable(frame).Length)]));
        using var client = new TcpClient { NoDelay = true };
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(InputRun.Patience);
        await client.ConnectAsync(server.Host, server.Port, late.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(
            RawSession.Upgrade(TestServer.Key).AsSpan().ToArray() is var upgrade
                ? Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(upgrade).Replace("/transcribe-websocket", path,
                    StringComparison.Ordinal))
                : [],
            late.Token);
        var sending = SendAsync(stream, frames, late.Token);
        try
        {
            return await ReadAsync(stream, late.Token);
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The session is still open.");
        }
        finally
        {
            client.Close();
            await sending;
        }
    }

    private List<byte[]> Frames()
    {
        List<byte[]> frames = [];
        if (!isRealtime && !input.OnceIn(10)) frames.Add(Text(input.OnceIn(3) ? new JsonMutation(input).Apply(input.Any(Starts))
            : Plain(input.Any(Starts))));
        for (var count = input.Random.Next(0, 9); count > 0; count--)
        {
            switch (input.Random.Next(14))
            {
                case 0:
                    frames.Add(input.Any(BrokenFrames));
                    break;
                case 1:
                    frames.AddRange(Enumerable.Repeat(RawSession.Frame(0x9, new byte[input.Random.Next(126)]), input.Any([1, 20,
                        2_000])));
                    break;
                case 2:
                    frames.Add(RawSession.Frame(0x2, new byte[input.Any([0, 1, 3, 3_200, 70_000, 3_000_000])]));
                    break;
                case 3:
                    frames.AddRange(Fragments(Message()));
                    break;
                case 4:
                    frames.Add(Text(Encoding.UTF8.GetBytes(HostileText.Any(input))));
                    break;
                case 5:
                    frames.Add(Text(Encoding.UTF8.GetBytes(HostileText.Token(input))));
                    break;
                case 6:
                    frames.Add(RawSession.Frame(0x2, Encoding.UTF8.GetBytes("RIFF\0\0\0\0WAVEfmt ")));
                    break;
                default:
                    frames.Add(Text(Message()));
                    break;
            }
        }
        frames.Add(Text([]));
        if (input.OnceIn(3)) frames.Add(RawSession.Frame(0x8, [(byte)input.Random.Next(8), (byte)input.Random.Next(256)]));
        return frames;
    }

    private byte[] Message() => input.OnceIn(3)
        ? Plain(input.Any(isRealtime ? Events : Controls))
        : new JsonMutation(input).Apply(input.Any(isRealtime ? Events : Controls));

    private IEnumerable<byte[]> Fragments(byte[] message)
    {
        var piece = Math.Max(1, message.Length / input.Any([1, 3, 50, 400]));
        var first = true;
        foreach (var some in message.Chunk(piece))
        {
            yield return RawSession.Frame(first ? 0x1 : 0x0, some, isLast: false);
            first = false;
        }
        if (!first) yield return RawSession.Frame(0x0, [], isLast: !input.OnceIn(6));
    }

    private static byte[] Plain(JsonNode message) => Encoding.UTF8.GetBytes(message.ToJsonString());

    private static byte[] Text(byte[] content) => RawSession.Frame(0x1, content);

    private static async Task SendAsync(NetworkStream stream, List<byte[]> frames, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var frame in frames) await stream.WriteAsync(frame, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The server has ended it.
        }
    }

    private static async Task<string> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var end = "broken off";
        try
        {
            var head = new List<byte>();
            var one = new byte[1];
            while (head is not [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'])
            {
                await stream.ReadExactlyAsync(one, cancellationToken);
                head.Add(one[0]);
            }
            Assert.StartsWith("HTTP/1.1 101 ", Encoding.ASCII.GetString([.. head]), StringComparison.Ordinal);
            while (true)
            {
                var (opcode, content) = await FrameAsync(stream, cancellationToken);
                if (opcode == 0x8) return end == "broken off" ? $"closed {BinaryPrimitives.ReadUInt16BigEndian(content)}" : end;
                if (opcode == 0x1) end = Check(JsonSerializer.Deserialize<JsonElement>(content), end);
            }
        }
        catch (IOException)
        {
            // Broken off: what was no frame cannot be answered, and what was not read resets the connection.
        }
        return end;
    }

    private static async Task<(int Opcode, byte[] Content)> FrameAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = new byte[8];
        await stream.ReadExactlyAsync(head.AsMemory(0, 2), cancellationToken);
        Assert.Equal(0x80, head[0] & 0xF0);
        var opcode = head[0] & 0x0F;
        long length = head[1];
        if (length == 126)
        {
            await stream.ReadExactlyAsync(head.AsMemory(0, 2), cancellationToken);
            length = BinaryPrimitives.ReadUInt16BigEndian(head);
        }
        else if (length == 127)
        {
            await stream.ReadExactlyAsync(head, cancellationToken);
            length = BinaryPrimitives.ReadInt64BigEndian(head);
        }
        Assert.InRange(length, 0, 1 << 20);
        var content = new byte[length];
        await stream.ReadExactlyAsync(content, cancellationToken);
        return (opcode, content);
    }

    private static string Check(JsonElement message, string end)
    {
        Assert.DoesNotMatch(@"\bat Hansard\.|\bat System\.|\b[A-Z]\w+Exception\b", message.GetRawText());
        if (message.TryGetProperty("tokens", out var tokens))
        {
            Assert.Equal(JsonValueKind.Array, tokens.ValueKind);
            if (message.TryGetProperty("finished", out _)) return "finished";
            if (!message.TryGetProperty("error_code", out var code)) return end;
            Assert.True(code.GetInt32() is >= 400 and < 500, message.GetRawText());
            Assert.NotEmpty(message.GetProperty("error_message").GetString()!);
            return $"{code}";
        }
        if (message.GetProperty("type").GetString() != "error") return end;
        var error = message.GetProperty("error");
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.NotEqual("server_error", error.GetProperty("type").GetString());
        return "error";
    }
}
