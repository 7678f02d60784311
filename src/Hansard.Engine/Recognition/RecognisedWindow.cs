using Hansard.Engine.Recognition.Whisper.Decoding;

namespace Hansard.Engine.Recognition;

/// <summary>What was recognised in a window.</summary>
/// <param name="Words">With times from the start of the window; empty if nothing is said.</param>
/// <param name="Tokens">Text tokens.</param>
/// <param name="AverageLogProbability">Of the text, in the language asked for.</param>
internal sealed record RecognisedWindow(IReadOnlyList<TimedWord> Words, IReadOnlyList<int> Tokens, double AverageLogProbability)
{
    /// <summary>What is wrong with the text though every attempt was made; usually nothing.</summary>
    public TextFault Fault { get; init; }
}
