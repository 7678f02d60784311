using Hansard.Engine.Speech;

namespace Hansard.Engine.Tests.Speech;

public sealed class SpeechSegmenterTests
{
    [Fact]
    public void Streaming_gives_the_regions_of_the_whole_recording_for_random_probabilities()
    {
        var random = new Random(5);
        for (var round = 0; round < 3000; round++)
        {
            var options = new SegmentationOptions
            {
                Threshold = 0.3f + 0.2f * random.NextSingle(),
                MinimumSpeech = random.Next(8000),
                MinimumSilence = random.Next(512, 8000),
                Padding = random.Next(4000),
            };
            // A level that wanders; more than 5 s in doubt, where the rules differ on purpose, does not occur in 140 frames.
            var level = 0.5;
            var probabilities = new float[random.Next(140)];
            foreach (ref var p in probabilities.AsSpan())
            {
                level = random.Next(8) == 0 ? random.NextDouble() : Math.Clamp(level + 0.3 * (random.NextDouble() - 0.5), 0, 1);
                p = (float)level;
            }

            var samples = probabilities.Length * 512L - (probabilities.Length == 0 ? 0 : random.Next(512));
            Assert.Equal(Reference(probabilities, samples, options), VoiceActivity.Regions(probabilities, samples, options));
        }
    }

    [Fact]
    public void Silences_too_short_to_end_a_region_are_noted_from_a_fifth_of_a_second_on()
    {
        var segmenter = new SpeechSegmenter(new SegmentationOptions());
        // 0.64 s of speech, 0.16 s of silence, 0.64 s of speech, 0.22 s of silence, 0.64 s of speech.
        foreach (var (frames, probability) in new[] { (20, 0.9f), (5, 0.01f), (20, 0.9f), (7, 0.01f), (20, 0.9f) })
            for (var i = 0; i < frames; i++) segmenter.Add(probability);
        segmenter.Finish(72 * 512);
        Assert.True(segmenter.TryTake(out var region));
        Assert.Equal([new SpeechPause(45 * 512, 52 * 512)], segmenter.TakePauses(region));
        Assert.Empty(segmenter.TakePauses(region));
    }

    [Fact]
    public void A_segment_is_cut_into_parts_that_hold_all_its_sound()
    {
        var samples = Enumerable.Range(0, 1000).Select(i => (float)i).ToArray();
        var segment = new SpeechSegment(new SpeechRegion(5100, 5900), 5000, samples)
        {
            Pauses = [new SpeechPause(5300, 5320), new SpeechPause(5600, 5640)],
        };
        var parts = segment.Cut([5310, 5620]);
        Assert.Equal(
            [new SpeechRegion(5100, 5310), new SpeechRegion(5310, 5620), new SpeechRegion(5620, 5900)], parts.Select(p => p.Region));
        Assert.Equal([5000, 5310, 5620], parts.Select(p => p.SamplesStart));
        Assert.Equal(samples, parts.SelectMany(p => p.Samples));
        Assert.Same(segment, Assert.Single(segment.Cut([])));
    }

    [Fact]
    public void A_region_is_given_as_soon_as_its_silence_is_long_enough()
    {
        var segmenter = new SpeechSegmenter(new SegmentationOptions());
        for (var i = 0; i < 100; i++) segmenter.Add(0.9f);
        Assert.Equal(0, segmenter.OpenStart);
        Assert.Equal(51_200, segmenter.OpenEnd);
        for (var i = 0; i < 10; i++) segmenter.Add(0);
        Assert.False(segmenter.TryTake(out _));
        segmenter.Add(0);
        Assert.True(segmenter.TryTake(out var region));
        Assert.Equal(new SpeechRegion(0, 51_200 + 1600), region);
        Assert.Null(segmenter.OpenStart);
    }

    [Fact]
    public void Endless_doubt_ends_a_region()
    {
        var segmenter = new SpeechSegmenter(new SegmentationOptions());
        for (var i = 0; i < 100; i++) segmenter.Add(0.9f);
        segmenter.Add(0);
        for (var i = 0; i < 200; i++) segmenter.Add(0.2f);
        Assert.True(segmenter.TryTake(out var region));
        Assert.Equal(new SpeechRegion(0, 51_200 + 1600), region);
        Assert.InRange(segmenter.EarliestStart, 300 * 512 - 1600, 301 * 512);
    }

    /// <summary>speech_regions of diarize_reference.py, line by line.</summary>
    private static List<SpeechRegion> Reference(float[] p, long samples, SegmentationOptions options)
    {
        var off = Math.Max(options.Threshold - 0.15f, 0.01f);
        var regions = new List<(long Start, long End)>();
        var (inside, start, end) = (false, 0L, 0L);
        for (var i = 0; i < p.Length; i++)
        {
            var at = 512L * i;
            if (p[i] >= options.Threshold && end != 0) end = 0;
            if (p[i] >= options.Threshold && !inside)
            {
                (inside, start) = (true, at);
                continue;
            }

            if (p[i] < off && inside)
            {
                if (end == 0) end = at;
                if (at - end < options.MinimumSilence) continue;
                if (end - start > options.MinimumSpeech) regions.Add((start, end));
                (inside, end) = (false, 0);
            }
        }

        if (inside && samples - start > options.MinimumSpeech) regions.Add((start, samples));
        for (var i = 0; i < regions.Count; i++)
        {
            if (i == 0) regions[i] = (Math.Max(0, regions[i].Start - options.Padding), regions[i].End);
            if (i + 1 == regions.Count)
            {
                regions[i] = (regions[i].Start, Math.Min(samples, regions[i].End + options.Padding));
                break;
            }

            var silence = regions[i + 1].Start - regions[i].End;
            var widen = silence < 2 * options.Padding ? silence / 2 : options.Padding;
            regions[i] = (regions[i].Start, regions[i].End + widen);
            regions[i + 1] = (regions[i + 1].Start - widen, regions[i + 1].End);
        }

        return [.. regions.Select(r => new SpeechRegion(r.Start, r.End))];
    }
}
