namespace Hansard.Engine.Speech;

/// <summary>A stretch of a recording in which somebody speaks.</summary>
/// <param name="Start">Its first sample, from the start of the recording.</param>
/// <param name="End">The sample after its last.</param>
internal readonly record struct SpeechRegion(long Start, long End)
{
    /// <summary>Its length in samples.</summary>
    public long Length => End - Start;
}
