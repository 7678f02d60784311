namespace Hansard.Engine.Speech;

/// <summary>
/// The speech probabilities of a whole recording: 2 MB for five hours. Other rules than those of recognition can be applied to them
/// afterwards.
/// </summary>
internal sealed class SpeechRecord
{
    // A double, as samples are divided by it.
    private const double FrameSamples = FrameGrid.FrameSamples;

    private readonly List<float> _probabilities = [];

    /// <summary>Takes the probabilities of the next frames of 32 ms.</summary>
    public void Add(ReadOnlySpan<float> probabilities) => _probabilities.AddRange(probabilities);

    /// <summary>Indicates whether any probability of a stretch is as high as given.</summary>
    /// <param name="threshold">The probability.</param>
    /// <param name="from">First frame of 32 ms.</param>
    /// <param name="to">Last frame, perhaps beyond the recording.</param>
    public bool Reaches(float threshold, long from, long to)
    {
        for (var i = (int)from; i <= Math.Min(to, _probabilities.Count - 1); i++) if (_probabilities[i] >= threshold) return true;
        return false;
    }

    /// <summary>Stretches in which somebody speaks.</summary>
    /// <param name="options">The rules.</param>
    /// <param name="samples">Length of the recording, which has been read to its end.</param>
    /// <returns>Regions in frames of 10 ms, in order.</returns>
    public List<FrameRange> Regions(SegmentationOptions options, long samples)
    {
        var segmenter = new SpeechSegmenter(options);
        foreach (var probability in _probabilities) segmenter.Add(probability);
        segmenter.Finish(samples);
        var frames = (int)(samples / FrameSamples);
        List<FrameRange> regions = [];
        while (segmenter.TryTake(out var region))
        {
            regions.Add(new FrameRange(
                Math.Max(0, (int)Math.Round(region.Start / FrameSamples)), Math.Min(frames, (int)Math.Round(region.End / FrameSamples))));
        }
        return regions;
    }
}
