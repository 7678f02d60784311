using System.Text.Json;
using Hansard.Engine.Tests;

namespace Hansard.Server.Tests.Doors.Live;

/// <summary>Sessions of real clients, byte for byte (tests/fixtures/clients), with the real engine.</summary>
public sealed class RecordedSessionTests(RecordedSessionServer recorded) : IClassFixture<RecordedSessionServer>
{
    private const string Said = "he was not an ill disposed young man";

    private static readonly byte[] Ping = RawSession.Frame(0x9, "there?"u8);
    private static readonly byte[] Close = RawSession.Frame(0x8, [3, 0xE8]);

    // All at once: so many people speak at the same time, too, and the machine has two processors.
    [Fact]
    [Requires("ffmpeg")]
    public Task Every_client_gets_its_words() => Task.WhenAll(
        EndedAsync("soniox/full_wav_auto", translates: true),
        EndedAsync("soniox/async_minimal"),
        EndedAsync("soniox/pcm_pause_keepalive", finalizes: 2),
        EndedAsync("pipecat-ai/default", finalizes: 1),
        EndedAsync("pipecat-ai/endpoint_mode"),
        OpenAsync("livekit-plugins-soniox/default"),
        OpenAsync("livekit-plugins-soniox/options", translates: true),
        ResampledAsync(),
        LeavesAsync());

    [Fact]
    [Requires("ffmpeg")]
    public async Task A_client_that_closes_when_it_has_ended_the_sound_is_in_the_usage_log()
    {
        var before = (await LoggedAsync()).Count;
        var (session, rest) = await RawSession.OpenAsync(recorded.Server, Bytes("pipecat-ai/default"));
        using (session) await session.SendAsync((byte[])[.. rest.Span, .. Close]);
        for (var attempt = 0; ; attempt++)
        {
            var logged = await LoggedAsync();
            if (logged.Count > before && logged.Any(log => log.GetProperty("output_text_tokens").GetInt64() > 4
                && log.GetProperty("input_audio_duration_ms").GetInt64() is > 2_500 and < 3_500)) break;
            Assert.InRange(attempt, 0, 900);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    // It ends the sound, and waits for the server to close.
    private async Task EndedAsync(string name, int finalizes = 0, bool translates = false)
    {
        var (session, rest) = await RawSession.OpenAsync(
            recorded.Server, translates ? IntoPortuguese(Bytes(name)) : Bytes(name));
        using (session)
        {
            AcceptedPlainly(session);
            await session.SendAsync((byte[])[.. Ping, .. rest.Span]);
            var (messages, pongs, close) = await session.UntilAsync(_ => false);
            Assert.Equal((1, 1000), (pongs, close));
            WellFormed(name, messages);
            Says(name, messages, translates);
            Assert.Equal(finalizes, Marks(messages, "<fin>"));
            Assert.True(messages[^1].GetProperty("finished").GetBoolean());
            Assert.Single(messages, message => message.TryGetProperty("finished", out _));
        }
    }

    // It never ends the sound, and sends no silence either: its text hangs on <end>.
    private async Task OpenAsync(string name, bool translates = false)
    {
        var (session, rest) = await RawSession.OpenAsync(
            recorded.Server, translates ? IntoPortuguese(Bytes(name)) : Bytes(name));
        using (session)
        {
            AcceptedPlainly(session);
            await session.SendAsync((byte[])[.. rest.Span, .. Ping]);
            var (messages, pongs, _) = await session.UntilAsync(message => Marks([message], "<end>") > 0);
            WellFormed(name, messages);
            Says(name, messages, translates);
            Assert.Equal(1, Marks(messages, "<end>"));
            Assert.Equal(1, pongs);
            await session.SendAsync(Close);
            Assert.Equal(1000, (await session.UntilAsync(_ => false)).Close);
        }
    }

    // One second, three times too fast: nothing to be understood, but of a length.
    private async Task ResampledAsync()
    {
        var (session, rest) = await RawSession.OpenAsync(recorded.Server, Bytes("livekit-plugins-soniox/input_48k"));
        using (session)
        {
            await session.SendAsync((byte[])[.. rest.Span, .. RawSession.Frame(0x1, [])]);
            var (messages, _, close) = await session.UntilAsync(_ => false);
            WellFormed("input_48k", messages);
            Assert.Equal(1_000, messages[^1].GetProperty("total_audio_proc_ms").GetInt64(), 60.0);
            Assert.Equal(1000, close);
        }
    }

    // An empty message in mid-speech, and no close: the server must.
    private async Task LeavesAsync()
    {
        var (session, rest) = await RawSession.OpenAsync(recorded.Server, Bytes("soniox/leave_without_finish"));
        using (session)
        {
            await session.SendAsync(rest);
            var (messages, _, close) = await session.UntilAsync(_ => false);
            WellFormed("leave_without_finish", messages);
            Assert.True(messages[^1].GetProperty("finished").GetBoolean());
            Assert.Equal(1000, close);
        }
    }

    private static void AcceptedPlainly(RawSession session)
    {
        Assert.StartsWith("HTTP/1.1 101 ", session.Head, StringComparison.Ordinal);
        // Its frames could not be read by a client that is not compressed to.
        Assert.DoesNotContain("Sec-WebSocket-Extensions", session.Head, StringComparison.OrdinalIgnoreCase);
    }

    private static void WellFormed(string name, List<JsonElement> messages)
    {
        foreach (var message in messages)
        {
            Assert.False(message.TryGetProperty("error_code", out _), $"{name}: {message}");
            Assert.DoesNotContain(message.EnumerateObject(), field => field.Value.ValueKind is JsonValueKind.Null);
            Assert.True(message.GetProperty("final_audio_proc_ms").GetInt64() <= message.GetProperty("total_audio_proc_ms").GetInt64());
            var isFinal = true;
            foreach (var token in message.GetProperty("tokens").EnumerateArray())
            {
                Assert.DoesNotContain(token.EnumerateObject(), field => field.Value.ValueKind is JsonValueKind.Null);
                var text = token.GetProperty("text").GetString()!;
                // Finals come first.
                Assert.True(isFinal || !token.GetProperty("is_final").GetBoolean(), $"{name}: {message}");
                isFinal = token.GetProperty("is_final").GetBoolean();
                if (text is "<end>" or "<fin>")
                {
                    Assert.True(isFinal);
                    Assert.Equal(["text", "is_final"], token.EnumerateObject().Select(field => field.Name));
                    continue;
                }
                Assert.DoesNotContain('<', text);
                if (token.TryGetProperty("speaker", out var speaker)) Assert.Equal(JsonValueKind.String, speaker.ValueKind);
            }
        }
    }

    private static void Says(string name, List<JsonElement> messages, bool translates)
    {
        var final = messages.SelectMany(message => message.GetProperty("tokens").EnumerateArray())
            .Where(token => token.GetProperty("is_final").GetBoolean() && token.GetProperty("text").GetString() is not ("<end>" or "<fin>"))
            .ToLookup(token => token.TryGetProperty("translation_status", out var status) && status.GetString() == "translation");
        var heard = new string([
            .. string.Concat(final[false].Select(token => token.GetProperty("text").GetString())).ToLowerInvariant().Replace('-', ' ')
                .Where(c => char.IsLetter(c) || c == ' '),
        ]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var missed = Said.Split(' ').Except(heard).Count();
        // A client that asks for finals in mid-word, as the one that pauses does, may get half a word.
        Assert.True(missed <= 2 && heard.Length <= 10, $"{name}: {string.Join(' ', heard)}");
        Assert.Equal(translates, final[true].Any());
        Assert.All(final[true], token => Assert.False(token.TryGetProperty("start_ms", out _)));
    }

    private static int Marks(IEnumerable<JsonElement> messages, string mark)
        => messages.SelectMany(message => message.GetProperty("tokens").EnumerateArray())
            .Count(token => token.GetProperty("text").GetString() == mark);

    private static byte[] Bytes(string name) => File.ReadAllBytes(Fixtures.PathOf("clients", $"{name}.client.bin"));

    // German, which the clients ask for, is not among the languages of the models of tests.
    private static byte[] IntoPortuguese(byte[] recorded)
    {
        var start = recorded.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        // A text of 126 to 65,535 bytes: two bytes, its length in two, the mask in four.
        Assert.Equal((0x81, 0xFE), (recorded[start], recorded[start + 1]));
        var mask = recorded.AsSpan(start + 4, 4);
        var text = recorded.AsSpan(start + 8, (recorded[start + 2] << 8) | recorded[start + 3]);
        var plain = text.ToArray();
        for (var i = 0; i < plain.Length; i++) plain[i] ^= mask[i % 4];
        var at = plain.AsSpan().IndexOf("\"target_language\": \"de\""u8) + "\"target_language\": \""u8.Length;
        for (var i = 0; i < 2; i++) text[at + i] ^= (byte)("de"[i] ^ "pt"[i]);
        return recorded;
    }

    private async Task<List<JsonElement>> LoggedAsync()
    {
        using var client = recorded.Server.NewClient("test-key");
        var logs = await recorded.Server.GetAsync("/v1/usage-logs?start_time=2020-01-01T00:00:00Z&end_time=2100-01-01T00:00:00Z", client);
        return [.. logs.GetProperty("usage_logs").EnumerateArray()];
    }
}
