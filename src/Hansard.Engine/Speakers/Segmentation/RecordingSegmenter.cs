using Hansard.Engine.Audio;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers.Segmentation;

/// <summary>Runs the segmentation over the windows of a recording in which somebody may speak.</summary>
/// <param name="model">The network.</param>
/// <param name="workers">Compute windows side by side.</param>
internal sealed class RecordingSegmenter(SegmentationModel model, ISideBySide workers)
{
    /// <summary>Samples from window to window of recordings of up to a minute, which have few windows and gain by each.</summary>
    private const int ShortHop = AudioSpecification.SampleRate;

    private const int ShortRecording = 60 * AudioSpecification.SampleRate;

    /// <summary>Samples from window to window of recordings of up to ten minutes.</summary>
    private const int UsualHop = 5 * AudioSpecification.SampleRate / 2;

    private const int UsualRecording = 600 * AudioSpecification.SampleRate;

    /// <summary>
    /// Samples from window to window of longer recordings: half of the cost, which is most of it, for 1.1 points more error on the open
    /// conversations (collar of 0.25 s).
    /// </summary>
    private const int LongHop = 5 * AudioSpecification.SampleRate;

    /// <summary>Windows whose outputs are held until they are added in order.</summary>
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
        foreach (var starts in Starts(recording.Samples).Where(s => IsHeard(recording.Speech, s)).Chunk(Batch))
        {
            var outputs = new float[starts.Length][];
            workers.ForEach(
                starts.Length,
                i =>
                {
                    var samples = new float[SegmentationWindows.Samples];
                    recording.ReadLevelled(starts[i], samples);
                    outputs[i] = model.Run(samples);
                },
                cancellationToken);
            foreach (var (start, values) in starts.Zip(outputs))
            {
                var held = (int)Math.Min(SegmentationWindows.Samples, recording.Samples - start);
                windows.Add(activity.Add(start, values, SegmentationWindows.OutputsOf(held, values.Length / Powerset.Classes)));
            }
            working();
        }
        activity.Complete();
        return new SegmentedRecording(windows, activity);
    }

    /// <summary>First samples of the windows of a recording; the last ends where it ends.</summary>
    internal static IEnumerable<long> Starts(long samples)
    {
        var hop = samples <= ShortRecording ? ShortHop : samples <= UsualRecording ? UsualHop : LongHop;
        long start = 0;
        for (; start < samples - SegmentationWindows.Samples; start += hop) yield return start;
        yield return Math.Max(0, samples - SegmentationWindows.Samples);
    }

    private static bool IsHeard(SpeechRecord speech, long start)
    {
        const int Frame = VoiceActivityModel.FrameSamples;
        return speech.Reaches(Silence, start / Frame, (start + SegmentationWindows.Samples) / Frame);
    }
}
