namespace Hansard.Engine.Transcripts.Corrections;

/// <summary>Tokens that stay or go together, because a word lies in all of them; most often one.</summary>
/// <param name="first">Index of the first, among spoken tokens.</param>
/// <param name="last">Index of the last.</param>
/// <param name="atom">Index of the first atom.</param>
/// <param name="atoms">Number of atoms, at least one.</param>
internal sealed class TokenUnit(int first, int last, int atom, int atoms)
{
    /// <summary>Index of the first token, among spoken ones.</summary>
    public int First => first;

    /// <summary>Index of the last token.</summary>
    public int Last => last;

    /// <summary>Index of the first atom.</summary>
    public int Atom => atom;

    /// <summary>Number of atoms.</summary>
    public int Atoms => atoms;

    /// <summary>Index of the first atom of the same text after the correction; -1: it is not in there.</summary>
    public int Kept { get; set; } = -1;
}
