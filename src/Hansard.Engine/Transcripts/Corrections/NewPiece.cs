using System.Text;

namespace Hansard.Engine.Transcripts.Corrections;

/// <summary>Text of a new token.</summary>
/// <param name="Text">Without a space.</param>
/// <param name="Gap">What is before it.</param>
/// <param name="Passage">Index of its passage.</param>
/// <param name="Letters">Characters that take time; 0: it is punctuation.</param>
internal readonly record struct NewPiece(string Text, AtomGap Gap, int Passage, int Letters)
{
    /// <summary>Cuts new text as recognised text is: into words, punctuation, and characters of writings without spaces.</summary>
    /// <param name="atoms">Of the text.</param>
    /// <param name="start">Index of the first atom.</param>
    /// <param name="end">Index after the last one.</param>
    public static List<NewPiece> Of(List<TextAtom> atoms, int start, int end)
    {
        List<NewPiece> pieces = [];
        var quoteIsOpen = false;
        for (var at = start; at < end;)
        {
            var next = at + 1;
            while (next < end && atoms[next].Gap == AtomGap.None) next++;
            var word = string.Concat(atoms.Skip(at).Take(next - at).Select(atom => atom.Text));
            var gap = atoms[at].Gap;
            foreach (var piece in WordPieces.Split(word, ref quoteIsOpen))
            {
                var text = word.AsSpan(piece.Start, piece.Length);
                foreach (var part in piece.IsMark ? [text.ToString()] : Parts(text))
                {
                    pieces.Add(new NewPiece(part, gap, atoms[at].Owner, piece.IsMark ? 0 : part.EnumerateRunes().Count()));
                    gap = AtomGap.None;
                }
            }
            at = next;
        }
        return pieces;
    }

    private static List<string> Parts(ReadOnlySpan<char> text)
    {
        List<string> parts = [];
        var current = new StringBuilder();
        var kind = RuneKind.Word;
        foreach (var rune in text.EnumerateRunes())
        {
            var own = TextAtom.KindOf(rune);
            if (current.Length > 0 && !Script.Extends(rune) && (own == RuneKind.Alone || kind == RuneKind.Alone))
            {
                parts.Add(current.ToString());
                current.Clear();
            }
            if (current.Length == 0 || !Script.Extends(rune)) kind = own;
            current.Append(rune);
        }
        if (current.Length > 0) parts.Add(current.ToString());
        return parts;
    }
}
