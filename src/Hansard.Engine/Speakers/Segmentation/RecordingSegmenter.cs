using Hansard.Engine.Audio;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers.Segmentation;

/// <summary>Runs the segmentation over the windows of a recording in which somebody may speak.</summary>
/// <param name="networks">Run it.</param>
internal sealed class RecordingSegmenter(ISpeakerNetworks networks)
{
    /// <summary>Samples from window to window, by the length of the recording.</summary>
    /// <remarks>
    /// A short recording has few windows, and gains by each. On the open conversations windows every 5 s instead of 2.5 s cost 1.1 points
    /// of error (collar of 0.25 s); every 4 s instead of 3 s from three minutes on, nothing.
    /// </remarks>
    private static readonly WindowHop[] Hops =
        [new(60, 1), new(180, 2.5), new(600, 4, Integers: true), new(double.PositiveInfinity, 5, Integers: true)];

    /// <summary>Windows between two signs of life.</summary>
    private const int Batch = 16;

    /// <summary>Probability of speech below which a whole window is silence and costs nothing.</summary>
    private const float Silence = 0.1f;

    /// <param name="recording">Read to its end.</param>
    /// <param name="working">Called after every few windows.</param>
    /// <param name="cancellationToken">Stops between windows.</param>
    public SegmentedRecording Segment(VoiceRecording recording, Action working, CancellationToken cancellationToken)
    {
        var activity = new StitchedActivity(recording.Frames);
        List<LocalActivity> windows = [];
        List<long> starts = [.. Starts(recording.Samples).Where(s => IsHeard(recording.Speech, s))];
        var integers = HopOf(recording.Samples).Integers;
        var outputs = networks.Segment(
            starts.Select(s => recording.Read(s, SegmentationWindows.Samples) with { Integers = integers }), cancellationToken);
        foreach (var (start, values) in starts.Zip(outputs))
        {
            var held = (int)Math.Min(SegmentationWindows.Samples, recording.Samples - start);
            windows.Add(activity.Add(start, values, SegmentationWindows.OutputsOf(held, values.Length / Powerset.Classes)));
            if (windows.Count % Batch == 0) working();
        }
        working();
        activity.Complete();
        return new SegmentedRecording(windows, activity);
    }

    /// <summary>First samples of the windows of a recording; the last ends where it ends.</summary>
    internal static IEnumerable<long> Starts(long samples)
    {
        var hop = (long)(HopOf(samples).Seconds * AudioSpecification.SampleRate);
        long start = 0;
        for (; start < samples - SegmentationWindows.Samples; start += hop) yield return start;
        yield return Math.Max(0, samples - SegmentationWindows.Samples);
    }

    private static WindowHop HopOf(long samples)
        => Hops.First(hop => (double)samples / AudioSpecification.SampleRate <= hop.LongestRecording);

    private static bool IsHeard(SpeechRecord speech, long start)
    {
        const int Frame = VoiceActivityModel.FrameSamples;
        return speech.Reaches(Silence, start / Frame, (start + SegmentationWindows.Samples) / Frame);
    }

    /// <param name="LongestRecording">Seconds of the longest recording that it is for.</param>
    /// <param name="Seconds">From window to window.</param>
    /// <param name="Integers">
    /// The network is run in 8-bit integers, which are as good for long recordings; of shorter ones, whose windows are few, the number of
    /// people changed in two.
    /// </param>
    private readonly record struct WindowHop(double LongestRecording, double Seconds, bool Integers = false);
}
