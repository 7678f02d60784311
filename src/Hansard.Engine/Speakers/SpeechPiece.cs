namespace Hansard.Engine.Speakers;

/// <summary>A stretch of speech that is taken to be of one speaker. Frames of 10 ms.</summary>
/// <param name="Start">First frame.</param>
/// <param name="End">Frame after the last.</param>
/// <param name="ContextStart">From here on the same speaker is taken to speak, or nobody.</param>
/// <param name="ContextEnd">And to here.</param>
internal readonly record struct SpeechPiece(int Start, int End, int ContextStart, int ContextEnd)
{
    /// <summary>Its length.</summary>
    public double Seconds => (End - Start) / 100.0;
}
