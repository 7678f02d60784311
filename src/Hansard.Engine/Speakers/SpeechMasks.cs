using Hansard.Engine.Audio;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers;

/// <summary>Frames of a recording that are speech: for certain, to tell voices by, and as it is reported.</summary>
/// <param name="Certain">Frames whose voices are told.</param>
/// <param name="Reported">Frames that somebody is said to speak in.</param>
internal sealed record SpeechMasks(bool[] Certain, bool[] Reported)
{
    /// <summary>
    /// Speech as turns report it where no segmentation is at hand. Silero's rule, its threshold and padding fixed on the open meetings and
    /// conversations.
    /// </summary>
    public static readonly SegmentationOptions Turns =
        new() { Threshold = 0.5f, MinimumSpeech = Samples(0.25), MinimumSilence = Samples(0.5), Padding = Samples(0.1) };

    /// <summary>Speech for certain, cut at short pauses.</summary>
    private static readonly SegmentationOptions Tight =
        new() { Threshold = 0.5f, MinimumSpeech = Samples(0.1), MinimumSilence = Samples(0.1), Padding = Samples(0.03) };

    /// <summary>Mean probability of speech from which the segmentation's frames have voices told: quiet people are heard so.</summary>
    private const float Heard = 0.3f;

    /// <summary>
    /// Mean probability from which they are reported. On the open meetings 0.5 costs 1.6 points of misses and saves 2.2 of false alarms.
    /// </summary>
    private const float Said = 0.5f;

    /// <summary>Frames of a gap within speech that is closed, 0.2 s.</summary>
    private const int Gap = 20;

    /// <summary>Joins what the segmentation and the detector of speech hear.</summary>
    /// <param name="probabilities">The segmentation's probability of speech for each frame.</param>
    /// <param name="speech">The detector's.</param>
    /// <param name="samples">Samples of the recording.</param>
    public static SpeechMasks Of(ReadOnlySpan<float> probabilities, SpeechRecord speech, long samples)
    {
        var heard = new bool[probabilities.Length];
        for (var t = 0; t < heard.Length; t++) heard[t] = probabilities[t] >= Heard;
        var ranges = FrameRange.Of(heard);
        for (var i = 0; i + 1 < ranges.Count; i++)
        {
            var gap = new FrameRange(ranges[i].End, ranges[i + 1].Start);
            if (gap.Length <= Gap) heard.AsSpan(gap.Start, gap.Length).Fill(true);
        }
        var reported = new bool[heard.Length];
        for (var t = 0; t < heard.Length; t++) reported[t] = heard[t] && probabilities[t] >= Said;
        Mark(reported, speech, Turns, samples);
        Mark(heard, speech, Tight, samples);
        return new SpeechMasks(heard, reported);
    }

    private static void Mark(bool[] mask, SpeechRecord speech, SegmentationOptions options, long samples)
    {
        foreach (var region in speech.Regions(options, samples)) mask.AsSpan(region.Start, region.End - region.Start).Fill(true);
    }

    private static int Samples(double seconds) => (int)(seconds * AudioSpecification.SampleRate);
}
