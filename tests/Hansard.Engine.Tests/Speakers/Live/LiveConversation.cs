using Hansard.Engine.Speakers.Clustering;
using Hansard.Engine.Speakers.Live;
using Hansard.Engine.Tests.Recognition;
using Hansard.Engine.Tests.Speech;

namespace Hansard.Engine.Tests.Speakers.Live;

/// <summary>Real speech put together, and trackers that it is given to.</summary>
internal static class LiveConversation
{
    private const int SampleRate = 16_000;

    /// <summary>Two people in turns, 24 s.</summary>
    public static float[] OfTwo { get; } = Join(
        "en_sb_spk1_snt1.wav", "en_test.wav", "en_sb_spk1_snt2.wav", "en_test.wav", "en_sb_spk1_snt1.wav");

    /// <summary>Four people one after the other, and the first of them again.</summary>
    public static float[] OfFour { get; } = Join(
        "en_test.wav", "de_cheetah_de.wav", "pt_test_pt.wav", "fr_cheetah_fr.wav", "en_test.wav");

    public static float[] Clip(string name) => WavFile.Read(Fixtures.PathOf("audio", "clips", name));

    /// <summary>Clips with 0.4 s of all but silence before, between and after them.</summary>
    public static float[] Join(params string[] clips)
        => [.. Pause(), .. clips.SelectMany(clip => Clip(clip).Concat(Pause()))];

    public static SpeakerTracker Tracker(SpeakerLimits? limits = null)
        => new(DiarizationParts.Models, VoiceActivity.Model, limits ?? SpeakerLimits.None);

    public static void Append(SpeakerTracker tracker, ReadOnlySpan<float> samples, int chunk = int.MaxValue)
    {
        for (var at = 0; at < samples.Length; at += Math.Min(chunk, samples.Length))
            tracker.Append(samples.Slice(at, Math.Min(chunk, samples.Length - at)), TestContext.Current.CancellationToken);
    }

    public static DecidedFrame[] Frames(SpeakerTracker tracker)
        => [.. Enumerable.Range(0, tracker.Activity.End).Select(t => tracker.Activity[t])];

    /// <summary>The speaker of most of a stretch, in seconds; null where nobody speaks.</summary>
    public static int? Speaker(SpeakerTracker tracker, double from, double to)
        => tracker.Activity.Dominant(new((int)(from * 100), (int)(to * 100))) is var speaker and >= 0 ? speaker : null;

    private static float[] Pause() => new float[4 * SampleRate / 10];
}
