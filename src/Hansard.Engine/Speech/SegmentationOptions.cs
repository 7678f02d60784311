using Hansard.Engine.Audio;

namespace Hansard.Engine.Speech;

/// <summary>
/// Rules by which speech probabilities become regions. Silero's names and rules; the defaults are the reference's for recognition.
/// </summary>
/// <remarks>Lengths are in samples.</remarks>
internal sealed record SegmentationOptions
{
    /// <summary>Speech begins at this probability, and ends 0.15 below it.</summary>
    public float Threshold { get; init; } = 0.3f;

    /// <summary>Regions that are not longer than this are dropped.</summary>
    public int MinimumSpeech { get; init; } = AudioSpecification.SampleRate / 4;

    /// <summary>Shorter silences are part of the speech.</summary>
    public int MinimumSilence { get; init; } = AudioSpecification.SampleRate * 3 / 10;

    /// <summary>
    /// Silences inside of a region that are not shorter than this are noted: speakers, and with them languages, change there.
    /// </summary>
    public int NotedPause { get; init; } = AudioSpecification.SampleRate / 5;

    /// <summary>Samples by which a region is widened on both sides, or half the silence where two would meet.</summary>
    public int Padding { get; init; } = AudioSpecification.SampleRate / 10;
}
