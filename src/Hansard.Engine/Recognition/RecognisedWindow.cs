namespace Hansard.Engine.Recognition;

/// <summary>The text recognised in a window.</summary>
/// <param name="Words">With times from the start of the window; empty if nothing is said.</param>
/// <param name="Text">The text as a whole.</param>
/// <param name="Tokens">Its tokens, of the model's own vocabulary.</param>
/// <param name="AverageLogProbability">Of its tokens and the end, in the language asked for.</param>
/// <param name="Language">The language it was recognised in; null if neither the request nor the model tells it.</param>
internal sealed record RecognisedWindow(
    IReadOnlyList<AlignedWord> Words, string Text, IReadOnlyList<int> Tokens, double AverageLogProbability, string? Language)
{
    /// <summary>Indicates whether something is wrong with the text though every attempt was made.</summary>
    public bool IsFaulty { get; init; }

    /// <summary>Indicates whether the text was dropped, as the sound does not bear it: nobody speaks there.</summary>
    public bool IsNoise { get; init; }

    /// <summary>Of the whole text and its end.</summary>
    public double LogProbability => AverageLogProbability * (Tokens.Count + 1);
}
