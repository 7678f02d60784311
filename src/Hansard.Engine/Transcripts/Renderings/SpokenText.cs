using System.Text.RegularExpressions;

namespace Hansard.Engine.Transcripts.Renderings;

/// <summary>A text in pieces: words, figures and marks.</summary>
internal sealed partial class SpokenText
{
    private SpokenText(string source, IReadOnlyList<Atom> atoms) => (Source, Atoms) = (source, atoms);

    /// <summary>The text.</summary>
    public string Source { get; }

    /// <summary>Its pieces, in order.</summary>
    public IReadOnlyList<Atom> Atoms { get; }

    /// <summary>Number of pieces.</summary>
    public int Count => Atoms.Count;

    /// <summary>A piece.</summary>
    public Atom this[int index] => Atoms[index];

    /// <summary>Cuts a text into its pieces.</summary>
    public static SpokenText Of(string text)
    {
        List<Atom> atoms = [];
        foreach (var match in Pieces().EnumerateMatches(text))
        {
            var piece = text.Substring(match.Index, match.Length);
            var kind = char.IsDigit(piece[0]) ? AtomKind.Digits : char.IsLetter(piece[0]) ? AtomKind.Word : AtomKind.Mark;
            atoms.Add(new Atom(
                match.Index, match.Index + match.Length, piece.ToLowerInvariant().Replace('’', '\''), kind,
                atoms.Count == 0 || atoms[^1].End < match.Index));
        }
        return new SpokenText(text, atoms);
    }

    /// <summary>True for a piece that is a word or figures.</summary>
    public bool IsWord(int index) => index >= 0 && index < Count && Atoms[index].Kind is not AtomKind.Mark;

    /// <summary>True for a mark with this text.</summary>
    public bool IsMark(int index, string text)
        => index >= 0 && index < Count && Atoms[index].Kind is AtomKind.Mark && Atoms[index].Text == text;

    /// <summary>True for a mark with which a sentence ends.</summary>
    public bool EndsSentence(int index)
        => index >= 0 && index < Count && Atoms[index].Text is "." or "!" or "?" or "…" or "..." or "....";

    /// <summary>True for a piece that follows directly on the one before.</summary>
    public bool IsJoined(int index) => index > 0 && index < Count && !Atoms[index].SpaceBefore;

    /// <summary>True for a word that begins with a capital.</summary>
    public bool IsCapital(int index) => index >= 0 && index < Count && char.IsUpper(Source[Atoms[index].Start]);

    [GeneratedRegex(@"[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*|\d+|\.{2,}|\S", RegexOptions.CultureInvariant)]
    private static partial Regex Pieces();
}
