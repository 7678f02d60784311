namespace Hansard.Engine.Speech;

/// <summary>A silence inside of a speech region, too short to end it.</summary>
/// <param name="Start">Its first sample, from the start of the recording.</param>
/// <param name="End">The sample after its last.</param>
internal readonly record struct SpeechPause(long Start, long End)
{
    /// <summary>The sample to cut at.</summary>
    public long Middle => (Start + End) / 2;
}
