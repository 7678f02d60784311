namespace Hansard.Engine.Recognition;

/// <summary>A word with its place in the window.</summary>
/// <param name="Text">With its leading space, where it has one.</param>
/// <param name="Start">Seconds from the start of the window.</param>
/// <param name="End">Seconds from the start of the window.</param>
/// <param name="Confidence">Mean probability of its tokens, 0 to 1.</param>
/// <param name="Tokens">Tokens of the word.</param>
internal sealed record AlignedWord(string Text, double Start, double End, double Confidence, IReadOnlyList<int> Tokens)
{
    /// <summary>Texts that were also heard in its place, the likeliest first, without marks around; empty for a sure word.</summary>
    public IReadOnlyList<string> Alternatives { get; init; } = [];
}
