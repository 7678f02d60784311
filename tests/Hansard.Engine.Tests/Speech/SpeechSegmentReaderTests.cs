using Hansard.Engine.Audio;
using Hansard.Engine.Speech;
using Hansard.Engine.Tests.Audio;

namespace Hansard.Engine.Tests.Speech;

[Requires("ffmpeg")]
public sealed class SpeechSegmentReaderTests
{
    private static readonly string[] Clips =
        ["en_LJ001-0001.wav", "de_cheetah_de.wav", "en_sb_spk1_snt2.wav", "pt_test_pt.wav", "fr_cheetah_fr.wav", "en_cards_001.wav"];

    [Fact]
    public async Task Segments_are_the_regions_of_the_whole_recording_with_its_own_samples()
    {
        var samples = await TalkAsync(pause: 0.7, rounds: 2);
        var expected = VoiceActivity.Regions(VoiceActivity.Probabilities(samples), samples.Length, new SegmentationOptions());
        var segments = await VoiceActivity.SegmentsAsync(samples);
        Assert.True(segments.Count > 10);
        Assert.Equal(expected, segments.Select(s => s.Region));
        foreach (var segment in segments)
        {
            Assert.True(samples.AsSpan((int)segment.SamplesStart, segment.Samples.Length).SequenceEqual(segment.Samples));
            Assert.True(samples.AsSpan((int)segment.Region.Start, (int)segment.Region.Length).SequenceEqual(segment.Speech.Span));
            Assert.Equal(Math.Min(samples.Length, segment.Region.End + 1600), segment.SamplesEnd);
        }
    }

    [Fact]
    public async Task A_window_holds_the_recording_from_its_first_region_to_its_last_with_margins()
    {
        var samples = await TalkAsync(pause: 0.7, rounds: 2);
        var options = new WindowOptions();
        var windows = Join(await VoiceActivity.SegmentsAsync(samples), options);
        Assert.True(windows.Count >= 2);
        Assert.Contains(windows, w => w.Regions.Count > 2);
        foreach (var window in windows)
        {
            Assert.InRange(window.Samples.Length, 1, options.MaximumWindow);
            Assert.InRange(
                window.StartSample, Math.Max(0, window.Regions[0].Start - options.LeadAtStart),
                Math.Max(0, window.Regions[0].Start - options.Margin));
            Assert.Equal(Math.Min(samples.Length, window.Regions[^1].End + options.Margin), window.EndSample);
            Assert.True(samples.AsSpan((int)window.StartSample, window.Samples.Length).SequenceEqual(window.Samples));
        }
    }

    [Fact]
    public async Task Segments_of_two_languages_or_after_a_long_pause_do_not_share_a_window()
    {
        var samples = await TalkAsync(pause: 0.7, rounds: 1);
        var segments = await VoiceActivity.SegmentsAsync(samples);
        var joiner = new WindowJoiner(new WindowOptions());
        Assert.Null(joiner.Add(segments[0]));
        Assert.Equal([segments[0].Region], joiner.Add(segments[1], mayJoin: false)!.Regions);
        Assert.Equal([segments[1].Region], joiner.Finish()!.Regions);
        Assert.Null(joiner.Finish());

        var options = new WindowOptions();
        foreach (var window in Join(await VoiceActivity.SegmentsAsync(await TalkAsync(pause: 2, rounds: 1)), options))
            foreach (var (before, after) in window.Regions.Zip(window.Regions.Skip(1)))
                Assert.True(after.Start - before.End < (before.End - window.Regions[0].Start < options.ShortWindow
                    ? options.JoinedPauseAfterShort
                    : options.JoinedPause));
    }

    [Theory]
    [InlineData(1.0, 1.5, 1)] // A word or two do not stand alone across a pause of 1.5 s …
    [InlineData(1.0, 2.2, 2)]
    [InlineData(2.5, 1.5, 2)] // … but a sentence does,
    [InlineData(2.5, 0.9, 1)]
    public async Task A_short_window_waits_longer_for_the_next_segment(double firstSeconds, double pause, int windows)
    {
        var samples = (await TalkAsync(pause: 0, rounds: 1))[..(10 * 16000)];
        var (end, start) = ((long)(firstSeconds * 16000), (long)((firstSeconds + pause) * 16000));
        var keptFrom = start - Math.Min(start - end, new WindowOptions().KeptPause);
        List<SpeechSegment> segments =
        [
            new(new SpeechRegion(0, end), 0, samples[..((int)end + 1600)]),
            new(new SpeechRegion(start, start + 32000), keptFrom, samples[(int)keptFrom..(int)(start + 33600)]),
        ];

        var joined = Join(segments, new WindowOptions());

        Assert.Equal(windows, joined.Count);
        if (windows == 1) Assert.True(samples.AsSpan(0, (int)start + 33600).SequenceEqual(joined[0].Samples));
    }

    [Fact]
    public async Task Speech_without_a_pause_is_cut_where_it_is_quietest_and_nothing_is_lost_or_doubled()
    {
        // Every clip's own speech, end to end, with a little noise over it so that no pause stays.
        var random = new Random(2);
        var talk = await TalkAsync(pause: 0, rounds: 4);
        var options = new SegmentationOptions();
        float[] samples = [.. VoiceActivity.Regions(VoiceActivity.Probabilities(talk), talk.Length, options)
            .SelectMany(r => talk[(int)(r.Start + 1600)..(int)(r.End - 1600)]).Select(s => s + 0.001f * (random.NextSingle() - 0.5f))];
        var whole = VoiceActivity.Regions(VoiceActivity.Probabilities(samples), samples.Length, options);
        Assert.Contains(whole, r => r.Length > 2 * 26 * 16000);

        var segments = await VoiceActivity.SegmentsAsync(samples);
        Assert.Equal(whole.Sum(r => r.Length), segments.Sum(s => s.Region.Length));
        Assert.All(segments, s => Assert.InRange(s.Region.Length, 1, 26 * 16000));
        foreach (var (before, after) in segments.Zip(segments.Skip(1)).Where(pair => pair.First.Region.End == pair.Second.Region.Start))
        {
            var cut = (int)before.Region.End;
            Assert.Equal(cut, before.SamplesEnd);
            Assert.Equal(cut, after.SamplesStart);
            Assert.True(before.Region.Length >= 15 * 16000);
            Assert.True(
                Energy(samples, cut - 2400, cut + 2400) < 0.2 * Energy(samples, cut - 40_000, cut + 40_000), "cut where it is loud");
        }

        Assert.Equal(
            segments.Select(s => s.Region), Join(segments, new WindowOptions { MaximumWindow = 16000 }).SelectMany(w => w.Regions));
    }

    [Fact]
    public async Task A_window_of_another_length_bounds_everything()
    {
        var options = new WindowOptions { MaximumWindow = 10 * 16000 };
        var windows = Join(await VoiceActivity.SegmentsAsync(await TalkAsync(pause: 0.1, rounds: 2), options), options);
        Assert.All(windows, w => Assert.InRange(w.Samples.Length, 1, 10 * 16000));
    }

    [Theory]
    [InlineData(0.7)]
    [InlineData(0)]
    public async Task Speech_comes_while_the_recording_is_being_read_and_nothing_else_is_kept(double pause)
    {
        await using var audio = new EndlessAudio(await TalkAsync(pause, rounds: 1), hours: 5);
        var reader = new SpeechSegmentReader(audio, VoiceActivity.Model, new SegmentationOptions(), new WindowOptions());
        var count = 0;
        await foreach (var segment in reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            Assert.InRange(reader.SamplesRead - segment.Region.End, -1, 20 * 16000);
            Assert.InRange(reader.SamplesHeld, 1, 50 * 16000);
            if (++count == 60) break;
        }

        Assert.True(reader.SamplesRead < 3600L * 16000);
    }

    [Fact]
    public async Task An_empty_recording_has_no_speech() => Assert.Empty(await VoiceActivity.SegmentsAsync([]));

    private static List<SpeechWindow> Join(List<SpeechSegment> segments, WindowOptions options)
    {
        var joiner = new WindowJoiner(options);
        var windows = segments.Select(s => joiner.Add(s)).ToList();
        windows.Add(joiner.Finish());
        return [.. windows.OfType<SpeechWindow>()];
    }

    private static double Energy(float[] samples, int from, int to)
    {
        (from, to) = (Math.Max(0, from), Math.Min(samples.Length, to));
        return samples[from..to].Sum(s => (double)s * s) / (to - from);
    }

    private static async Task<float[]> TalkAsync(double pause, int rounds)
    {
        var parts = new List<float[]>();
        foreach (var clip in Clips) parts.Add(await Recordings.ReadAllAsync(Fixtures.PathOf("audio", "clips", clip)));
        return [.. Enumerable.Range(0, rounds).SelectMany(_ => parts).SelectMany(part => part.Concat(new float[(int)(pause * 16000)]))];
    }

    private sealed class EndlessAudio(float[] samples, int hours) : IAudioReader
    {
        private long _at;

        public ValueTask<int> ReadAsync(Memory<float> buffer, CancellationToken cancellationToken)
        {
            var count = (int)Math.Min(buffer.Length, hours * 3600L * 16000 - _at);
            for (var i = 0; i < count; i++) buffer.Span[i] = samples[(_at + i) % samples.Length];
            _at += count;
            return ValueTask.FromResult(count);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
