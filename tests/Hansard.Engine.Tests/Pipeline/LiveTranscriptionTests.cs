using System.Threading.Channels;
using Hansard.Engine.Audio;
using Hansard.Engine.Tests.Recognition;
using Hansard.Engine.Translation;

namespace Hansard.Engine.Tests.Pipeline;

/// <summary>Sound that is still arriving, the real models, to words.</summary>
public sealed class LiveTranscriptionTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private static readonly TranscriptionOptions English = new() { Language = "en" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Words_are_given_while_sound_still_arrives()
    {
        var sound = Channel.CreateUnbounded<ReadOnlyMemory<float>>();
        await using var passages = shared.Engine.TranscribeLiveAsync(
            new SampleAudioReader(sound.Reader.ReadAllAsync(Cancellation)), English, Cancellation).GetAsyncEnumerator(Cancellation);

        var text = "";
        Say(sound, "en_sb_spk1_snt2.wav");
        // The sound has not ended: these words come without it.
        while (!text.Contains("figures", StringComparison.Ordinal)) text += await NextAsync(passages);
        Say(sound, "en_LJ001-0008.wav");
        while (!text.Contains("surpassed", StringComparison.Ordinal)) text += await NextAsync(passages);
        sound.Writer.Complete();
        while (await passages.MoveNextAsync()) text += string.Concat(passages.Current.Tokens.Select(t => t.Text));

        Assert.Equal("drop the two when you add the figures has never been surpassed", Plain(text));
    }

    [Fact]
    public async Task Times_are_those_of_the_whole_sound_and_passages_follow_each_other()
    {
        float[] sound = [
            .. new float[48_000], .. Clip("en_sb_spk1_snt1.wav"), .. new float[48_000], .. Clip("en_sb_spk1_snt2.wav"), .. new float[16_000]
        ];
        List<TranscriptPassage> passages = [];
        await foreach (var passage in shared.Engine.TranscribeLiveAsync(
            new SampleAudioReader(PiecesAsync(sound, 1_000)), English, Cancellation))
            passages.Add(passage);
        Assert.True(passages.Count >= 2);
        Assert.All(passages, p => Assert.True(p.End > p.Start));
        Assert.All(
            passages.Zip(passages.Skip(1)), pair => Assert.True(pair.Second.Start >= pair.First.Start && pair.Second.End > pair.First.End));
        var tokens = passages.SelectMany(p => p.Tokens).ToArray();
        Assert.InRange(tokens[0].StartMs!.Value, 2_500, 4_000);
        Assert.InRange(tokens[^1].EndMs!.Value, 8_000, (long)(sound.Length / 16.0));
        Assert.Equal(
            "the child almost hurt the small dog drop the two when you add the figures", Plain(string.Concat(tokens.Select(t => t.Text))));
    }

    [Fact]
    public async Task Languages_are_told_stretch_by_stretch()
    {
        float[] sound = [.. Clip("de_cheetah_de.wav"), .. new float[32_000], .. Clip("en_test.wav"), .. new float[16_000]];
        List<string?> languages = [];
        await foreach (var passage in shared.Engine.TranscribeLiveAsync(
            new SampleAudioReader(PiecesAsync(sound, 4_000)), new TranscriptionOptions(), Cancellation))
            languages.AddRange(passage.Tokens.Select(t => t.Language));
        Assert.Equal(["de", "en"], languages.Distinct());
    }

    [Fact]
    public async Task Sound_longer_than_the_limit_is_refused_when_it_gets_so_long()
    {
        var options = English with { MaximumDuration = TimeSpan.FromSeconds(5) };
        var error = await Assert.ThrowsAsync<InvalidAudioException>(async () =>
        {
            await foreach (var _ in shared.Engine.TranscribeLiveAsync(new SampleAudioReader(SilenceAsync()), options, Cancellation))
            {
                // There is nothing to hear.
            }
        });
        Assert.Equal(InvalidAudioReason.TooLong, error.Reason);
    }

    [Fact]
    public async Task Whoever_stops_listening_lets_go_of_the_sound()
    {
        var audio = new Disposable(new SampleAudioReader(EndlessAsync("en_sb_spk1_snt2.wav")));
        await foreach (var passage in shared.Engine.TranscribeLiveAsync(audio, English, Cancellation))
        {
            if (passage.Tokens.Count > 0) break;
        }
        Assert.True(audio.IsDisposed);
    }

    [Fact]
    public void What_takes_the_whole_recording_is_refused_at_once()
    {
        var audio = new SampleAudioReader(SilenceAsync());
        Refuses(English with { Translation = new OneWayTranslation("pt") });
        Refuses(new TranscriptionOptions { Language = "tlh" });

        void Refuses(TranscriptionOptions options)
            => Assert.Throws<ArgumentException>(() => { _ = shared.Engine.TranscribeLiveAsync(audio, options, Cancellation); });
    }

    [Fact]
    public async Task Every_token_has_the_speaker_who_says_it()
    {
        float[] sound = [
            .. Clip("en_sb_spk1_snt1.wav"), .. new float[12_000], .. Clip("de_cheetah_de.wav"), .. new float[12_000],
            .. Clip("en_sb_spk1_snt2.wav"), .. new float[12_000],
        ];
        List<TranscriptPassage> passages = [];
        await foreach (var passage in shared.Engine.TranscribeLiveAsync(
            new SampleAudioReader(PiecesAsync(sound, 4_000)), new TranscriptionOptions { Diarize = true }, Cancellation))
            passages.Add(passage);
        var tokens = passages.SelectMany(p => p.Tokens).ToArray();
        Assert.Equal(["1", "2"], tokens.Select(t => t.Speaker).Distinct());
        Assert.All(tokens.Where(t => t.Language == "de"), t => Assert.Equal("2", t.Speaker));
        Assert.All(tokens.Where(t => t.Language == "en"), t => Assert.Equal("1", t.Speaker));
    }

    [Fact]
    public async Task Words_get_their_speakers_though_whoever_sends_the_sound_pauses()
    {
        var sound = Channel.CreateUnbounded<ReadOnlyMemory<float>>();
        await using var passages = shared.Engine.TranscribeLiveAsync(
            new SampleAudioReader(sound.Reader.ReadAllAsync(Cancellation)), English with { Diarize = true }, Cancellation)
            .GetAsyncEnumerator(Cancellation);
        // Silence enough to end the words, and less than decides their speakers; then nothing more.
        sound.Writer.TryWrite(Clip("en_sb_spk1_snt2.wav"));
        sound.Writer.TryWrite(new float[14_000]);
        Assert.True(await passages.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2), Cancellation));
        Assert.NotEmpty(passages.Current.Tokens);
        Assert.All(passages.Current.Tokens, t => Assert.Equal("1", t.Speaker));
        sound.Writer.Complete();
        Assert.False(await passages.MoveNextAsync());
    }

    [Fact]
    public async Task Whoever_stops_listening_lets_go_of_the_sound_whose_speakers_are_told()
    {
        var audio = new Disposable(new SampleAudioReader(EndlessAsync("en_sb_spk1_snt2.wav")));
        await foreach (var passage in shared.Engine.TranscribeLiveAsync(audio, English with { Diarize = true }, Cancellation))
        {
            if (passage.Tokens.Count > 0) break;
        }
        Assert.True(audio.IsDisposed);
    }

    [Fact]
    public async Task Sound_that_cannot_be_read_any_more_is_a_failure_also_where_speakers_are_told()
    {
        var options = English with { Diarize = true, MaximumDuration = TimeSpan.FromSeconds(5) };
        await Assert.ThrowsAsync<InvalidAudioException>(async () =>
        {
            await foreach (var _ in shared.Engine.TranscribeLiveAsync(
                new SampleAudioReader(EndlessAsync("en_sb_spk1_snt2.wav")), options, Cancellation))
            {
                // What was said before the failure.
            }
        });
    }

    private static async Task<string> NextAsync(IAsyncEnumerator<TranscriptPassage> passages)
    {
        Assert.True(await passages.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2), Cancellation));
        return string.Concat(passages.Current.Tokens.Select(t => t.Text));
    }

    private static void Say(Channel<ReadOnlyMemory<float>> sound, string clip)
    {
        sound.Writer.TryWrite(Clip(clip));
        sound.Writer.TryWrite(new float[24_000]);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<float>> PiecesAsync(float[] sound, int length)
    {
        for (var at = 0; at < sound.Length; at += length)
        {
            await Task.Yield();
            yield return sound.AsMemory(at, Math.Min(length, sound.Length - at));
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<float>> SilenceAsync()
    {
        while (true)
        {
            await Task.Yield();
            yield return new float[1_600];
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<float>> EndlessAsync(string clip)
    {
        while (true)
        {
            await Task.Yield();
            yield return Clip(clip);
            yield return new float[24_000];
        }
    }

    private static float[] Clip(string name) => WavFile.Read(Fixtures.PathOf("audio", "clips", name));

    private static string Plain(string text)
        => string.Join(
            ' ', new string([.. text.ToLowerInvariant().Where(c => char.IsLetter(c) || c is ' ' or '\'')]).Split(
                ' ', StringSplitOptions.RemoveEmptyEntries));

    private sealed class Disposable(IAudioReader audio) : IAudioReader
    {
        public bool IsDisposed { get; private set; }

        public ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken)
            => audio.ReadAsync(samples, cancellationToken);

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return audio.DisposeAsync();
        }
    }
}
