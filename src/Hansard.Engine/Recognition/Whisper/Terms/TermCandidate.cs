using Hansard.Engine.Recognition.Context;

namespace Hansard.Engine.Recognition.Whisper.Terms;

/// <summary>Words with a term that may be what was said in the place of others.</summary>
/// <param name="Term">The term.</param>
/// <param name="First">Index of the first word replaced.</param>
/// <param name="Count">Number of words replaced.</param>
/// <param name="Tokens">Tokens that replace them.</param>
/// <param name="TermStart">Index of the term's first token in <paramref name="Tokens"/>.</param>
/// <param name="TermLength">Number of the term's tokens.</param>
internal sealed record TermCandidate(ContextTerm Term, int First, int Count, IReadOnlyList<int> Tokens, int TermStart, int TermLength)
{
    /// <summary>Determines whether both replace a word.</summary>
    public bool Meets(TermCandidate other) => First < other.First + other.Count && other.First < First + Count;
}
