using System.Threading.Channels;
using Hansard.Engine.Audio;
using Hansard.Engine.Translation;
using static Hansard.Engine.Tests.Pipeline.Live.LiveInputs;

namespace Hansard.Engine.Tests.Pipeline.Live;

/// <summary>Sound that is still arriving, the real models, to words.</summary>
public sealed class LiveTranscriptionTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const int Pause = 24_000;

    private static readonly LiveOptions English = new(new TranscriptionOptions { Language = "en" });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Words_appear_while_they_are_said_and_become_final_after_a_pause()
    {
        var input = Channel.CreateUnbounded<LiveInput>();
        await using var results = shared.Engine
            .TranscribeLiveAsync(input.Reader.ReadAllAsync(Cancellation), English, Cancellation).GetAsyncEnumerator(Cancellation);

        // No pause has come yet, and no more sound.
        input.Say("en_LJ001-0008.wav", pause: 0);
        var seen = await results.UntilAsync(result => Says(result.NonFinal, "never"), Cancellation);
        foreach (var piece in new float[Pause].Chunk(1_600)) input.Writer.TryWrite(new LiveInput.Sound(piece));
        seen.AddRange(await results.UntilAsync(result => Says(result.Final, "surpassed"), Cancellation));
        Assert.Empty(seen[^1].NonFinal);
        input.Writer.Complete();
        while (await results.MoveNextAsync()) seen.Add(results.Current);

        Assert.Equal("has never been surpassed", seen.FinalText());
        Assert.All(seen.Zip(seen.Skip(1)), pair => Assert.True(pair.Second.FinalTo >= pair.First.FinalTo));
        Assert.All(seen.Zip(seen.Skip(1)), pair => Assert.True(pair.Second.ProcessedTo >= pair.First.ProcessedTo));
        Assert.All(seen, result => Assert.True(result.ProcessedTo >= result.FinalTo));
    }

    [Fact]
    public async Task Final_words_join_to_the_text_in_order_on_the_clock_of_the_sound()
    {
        float[] sound = [
            .. new float[48_000], .. Clip("en_sb_spk1_snt1.wav"), .. new float[48_000], .. Clip("en_sb_spk1_snt2.wav"), .. new float[16_000]
        ];
        var results = await AllAsync(Pieces(sound, 1_000), English);

        Assert.Equal("the child almost hurt the small dog drop the two when you add the figures", results.FinalText());
        var tokens = results.SelectMany(result => result.Final).ToArray();
        Assert.InRange(tokens[0].StartMs!.Value, 2_500, 4_000);
        Assert.InRange(tokens[^1].EndMs!.Value, 8_000, (long)(sound.Length / 16.0));
        Assert.All(tokens.Zip(tokens.Skip(1)), pair => Assert.True(pair.Second.StartMs >= pair.First.StartMs));
        // What may change follows what is final.
        Assert.All(
            results.Where(result => result.Final.Count > 0 && result.NonFinal.Count > 0),
            result => Assert.True(result.NonFinal[0].StartMs >= result.Final[^1].StartMs));
        Assert.Equal(sound.Length / 16_000.0, results[^1].ProcessedTo.TotalSeconds, 0.04);
        Assert.Equal(results[^1].ProcessedTo, results[^1].FinalTo);
        Assert.All(results.Zip(results.Skip(1)), pair => Assert.True(pair.Second.FinalTo >= pair.First.FinalTo));
        Assert.All(results.Zip(results.Skip(1)), pair => Assert.True(pair.Second.ProcessedTo >= pair.First.ProcessedTo));
    }

    [Fact]
    public async Task Speech_without_a_pause_becomes_final_while_it_goes_on()
    {
        float[] sound = [.. Clip("en_LJ001-0001.wav"), .. Clip("en_LJ001-0001.wav")];
        var results = await AllAsync(Pieces(sound), English);
        var (first, last) = (results.FindIndex(result => result.Final.Count > 0), results.FindLastIndex(result => result.Final.Count > 0));
        Assert.True(results[first].ProcessedTo < results[last].ProcessedTo - TimeSpan.FromSeconds(4));
        Assert.Contains("in the only sense with which we are", results.FinalText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_gives_results_without_words()
    {
        var results = await AllAsync(Pieces(new float[80_000]), English with { Endpoints = new EndpointOptions() });
        Assert.InRange(results.Count, 4, 6);
        Assert.All(results, result => Assert.True(result.Final.Count == 0 && result.NonFinal.Count == 0 && result.Mark is LiveMark.None));
        Assert.Equal(5, results[^1].FinalTo.TotalSeconds, 0.04);
    }

    [Fact]
    public async Task Languages_are_told_utterance_by_utterance()
    {
        float[] sound = [.. Clip("de_cheetah_de.wav"), .. new float[32_000], .. Clip("en_test.wav"), .. new float[16_000]];
        var results = await AllAsync(Pieces(sound), new LiveOptions(new TranscriptionOptions()));
        Assert.Equal(["de", "en"], results.SelectMany(result => result.Final).Select(token => token.Language).Distinct());
    }

    [Fact]
    public async Task A_wish_makes_all_that_was_heard_final_without_more_sound_and_each_is_answered()
    {
        var input = Channel.CreateUnbounded<LiveInput>();
        await using var results = shared.Engine
            .TranscribeLiveAsync(input.Reader.ReadAllAsync(Cancellation), English, Cancellation).GetAsyncEnumerator(Cancellation);
        input.Writer.TryWrite(new LiveInput.Finalize());
        Assert.Empty((await results.UntilAsync(result => result.Mark is LiveMark.Finalized, Cancellation)).FinalText());

        input.Say("en_sb_spk1_snt2.wav", pause: 0);
        input.Writer.TryWrite(new LiveInput.Finalize());
        input.Writer.TryWrite(new LiveInput.Finalize());
        var seen = await results.UntilAsync(result => result.Mark is LiveMark.Finalized, Cancellation);
        Assert.Equal("drop the two when you add the figures", seen.FinalText());
        Assert.Empty(seen[^1].NonFinal);
        await results.UntilAsync(result => result.Mark is LiveMark.Finalized, Cancellation);

        // It goes on listening.
        input.Say("en_LJ001-0008.wav", Pause);
        Assert.Equal("has never been surpassed", (await results.UntilAsync(r => Says(r.Final, "surpassed"), Cancellation)).FinalText());
    }

    [Fact]
    public async Task An_utterance_ends_once_after_its_words_and_only_where_somebody_asks()
    {
        float[] sound = [.. Clip("en_sb_spk1_snt2.wav"), .. new float[64_000], .. Clip("en_LJ001-0008.wav"), .. new float[64_000]];
        var results = await AllAsync(Pieces(sound), English with { Endpoints = new EndpointOptions() });

        LiveResult[] ends = [.. results.Where(result => result.Mark is LiveMark.Endpoint)];
        Assert.Equal(2, ends.Length);
        Assert.All(ends, end => Assert.Empty(end.NonFinal));
        var before = results.TakeWhile(result => result != ends[0]).Append(ends[0]);
        Assert.Equal("drop the two when you add the figures", before.FinalText());

        Assert.DoesNotContain(await AllAsync(Pieces(sound), English), result => result.Mark is not LiveMark.None);
    }

    [Fact]
    public async Task Every_token_has_the_speaker_who_says_it()
    {
        float[] sound = [
            .. Clip("en_sb_spk1_snt1.wav"), .. new float[12_000], .. Clip("de_cheetah_de.wav"), .. new float[12_000],
            .. Clip("en_sb_spk1_snt2.wav"), .. new float[12_000],
        ];
        var results = await AllAsync(Pieces(sound), new LiveOptions(new TranscriptionOptions { Diarize = true }));
        var tokens = results.SelectMany(result => result.Final).ToArray();
        Assert.Equal(["1", "2"], tokens.Select(t => t.Speaker).Distinct());
        Assert.All(tokens.Where(t => t.Language == "de"), t => Assert.Equal("2", t.Speaker));
        Assert.All(tokens.Where(t => t.Language == "en"), t => Assert.Equal("1", t.Speaker));
        Assert.All(results.SelectMany(result => result.NonFinal), t => Assert.NotNull(t.Speaker));
    }

    [Fact]
    public async Task Words_get_their_speakers_though_whoever_sends_the_sound_pauses()
    {
        var input = Channel.CreateUnbounded<LiveInput>();
        var options = English with { Transcription = English.Transcription with { Diarize = true } };
        await using var results = shared.Engine
            .TranscribeLiveAsync(input.Reader.ReadAllAsync(Cancellation), options, Cancellation).GetAsyncEnumerator(Cancellation);
        // Less sound than decides speakers; then nothing more.
        input.Say("en_sb_spk1_snt2.wav", pause: 4_000);
        input.Writer.TryWrite(new LiveInput.Finalize());
        var seen = await results.UntilAsync(result => result.Mark is LiveMark.Finalized, Cancellation);
        Assert.Equal("drop the two when you add the figures", seen.FinalText());
        Assert.All(seen.SelectMany(result => result.Final), token => Assert.Equal("1", token.Speaker));

        // Words that became final by themselves, and wait for who says them, do not wait for more sound.
        input.Say("en_LJ001-0001.wav", pause: 20_000);
        input.Writer.TryWrite(new LiveInput.Finalize());
        seen = await results.UntilAsync(result => result.Mark is LiveMark.Finalized, Cancellation);
        Assert.Contains("in the only sense", seen.FinalText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sound_longer_than_the_limit_is_refused_when_it_gets_so_long()
    {
        var options = English with { Transcription = English.Transcription with { MaximumDuration = TimeSpan.FromSeconds(5) } };
        var error = await Assert.ThrowsAsync<InvalidAudioException>(() => AllAsync(Endless(new float[1_600]), options));
        Assert.Equal(InvalidAudioReason.TooLong, error.Reason);
        var diarized = options with { Transcription = options.Transcription with { Diarize = true } };
        await Assert.ThrowsAsync<InvalidAudioException>(() => AllAsync(Endless(Clip("en_sb_spk1_snt2.wav")), diarized));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_stops_listening_lets_go_of_the_sound(bool diarizes)
    {
        var isLetGo = false;
        var options = English with { Transcription = English.Transcription with { Diarize = diarizes } };
        await foreach (var result in shared.Engine.TranscribeLiveAsync(Watched(), options, Cancellation))
        {
            if (result.Final.Count > 0) break;
        }
        Assert.True(isLetGo);

        async IAsyncEnumerable<LiveInput> Watched()
        {
            try
            {
                await foreach (var input in Endless([.. Clip("en_sb_spk1_snt2.wav"), .. new float[24_000]])) yield return input;
            }
            finally
            {
                isLetGo = true;
            }
        }
    }

    [Fact]
    public async Task Sound_is_read_no_further_ahead_than_it_is_transcribed()
    {
        var read = 0L;
        await foreach (var result in shared.Engine.TranscribeLiveAsync(Counted(), English, Cancellation))
        {
            Assert.InRange(read / 16_000.0 - result.ProcessedTo.TotalSeconds, -0.1, 30);
            if (result.ProcessedTo > TimeSpan.FromSeconds(60)) break;
        }

        async IAsyncEnumerable<LiveInput> Counted()
        {
            await foreach (var input in Endless([.. Clip("en_LJ001-0001.wav"), .. Clip("en_LJ001-0001.wav")]))
            {
                read += ((LiveInput.Sound)input).Samples.Length;
                yield return input;
            }
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_at_once()
    {
        Refuses(new TranscriptionOptions { Language = "tlh" });
        Refuses(new TranscriptionOptions { Part = new RecordingPart(TimeSpan.Zero, TimeSpan.FromSeconds(1)) });
        Refuses(new TranscriptionOptions { Translation = new OneWayTranslation("pt") });

        void Refuses(TranscriptionOptions options) => Assert.Throws<ArgumentException>(
            () => { _ = shared.Engine.TranscribeLiveAsync(Pieces([]), new LiveOptions(options), Cancellation); });
    }

    private static async IAsyncEnumerable<LiveInput> Endless(float[] sound)
    {
        while (true)
            await foreach (var input in Pieces(sound)) yield return input;
    }

    private static bool Says(IEnumerable<Engine.Transcripts.TranscriptToken> tokens, string word)
        => tokens.Any(token => token.Text.Contains(word, StringComparison.Ordinal));

    private async Task<List<LiveResult>> AllAsync(IAsyncEnumerable<LiveInput> input, LiveOptions options)
        => await shared.Engine.TranscribeLiveAsync(input, options, Cancellation).ToListAsync(Cancellation);
}
