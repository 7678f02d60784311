using System.Globalization;
using System.Text;

namespace Hansard.Engine.Transcripts.Corrections;

/// <summary>
/// The smallest piece of text that is compared: a run of letters and signs, a punctuation mark, or a character of a writing without spaces.
/// </summary>
/// <param name="Text">Without white space.</param>
/// <param name="Gap">What is before it.</param>
/// <param name="Owner">Index of the token or passage that it begins in.</param>
/// <param name="LastOwner">Index of the one that it ends in.</param>
internal readonly record struct TextAtom(string Text, AtomGap Gap, int Owner, int LastOwner)
{
    /// <summary>Cuts texts that follow each other.</summary>
    /// <param name="texts">Tokens, which continue each other, or passages.</param>
    /// <param name="arePassages">Every text begins at a <see cref="AtomGap.Passage"/>.</param>
    /// <remarks>
    /// Where atoms end depends on two neighbouring characters alone, so that the same text is cut in the same way, however it is divided
    /// into tokens.
    /// </remarks>
    public static List<TextAtom> Cut(IEnumerable<string> texts, bool arePassages)
    {
        List<TextAtom> atoms = [];
        var current = new StringBuilder();
        var gap = arePassages ? AtomGap.Passage : AtomGap.None;
        var (owner, last, index) = (0, 0, 0);
        var kind = RuneKind.Word;
        foreach (var text in texts)
        {
            if (arePassages)
            {
                End();
                gap = AtomGap.Passage;
            }
            foreach (var rune in text.EnumerateRunes())
            {
                if (Rune.IsWhiteSpace(rune))
                {
                    End();
                    if (gap == AtomGap.None) gap = AtomGap.Space;
                    continue;
                }
                if (IsNoText(rune)) continue;
                var extends = current.Length > 0 && Script.Extends(rune);
                var own = KindOf(rune);
                if (!extends)
                {
                    if (current.Length > 0 && (own != RuneKind.Word || kind != RuneKind.Word)) End();
                    if (current.Length == 0) owner = index;
                    kind = own;
                }
                current.Append(rune);
                last = index;
            }
            index++;
        }
        End();
        return atoms;

        void End()
        {
            if (current.Length == 0) return;
            atoms.Add(new TextAtom(current.ToString(), gap, owner, last));
            current.Clear();
            gap = AtomGap.None;
        }
    }

    /// <summary>Determines whether a character is a word's, a mark, or stands alone.</summary>
    public static RuneKind KindOf(Rune rune)
        => Script.IsMark(rune) ? RuneKind.Mark
            : Script.IsCjk(rune) || Script.IsSoutheastAsian(rune) ? RuneKind.Alone
            : RuneKind.Word;

    /// <summary>Characters of a text that atoms are made of, however it is divided.</summary>
    public static int Length(string text) => text.EnumerateRunes().Count(rune => !Rune.IsWhiteSpace(rune) && !IsNoText(rune));

    // As where tokens are made of recognised words.
    private static bool IsNoText(Rune rune) => rune == Rune.ReplacementChar
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Surrogate;
}

/// <summary>Gap before an atom.</summary>
internal enum AtomGap
{
    /// <summary>Another atom, directly.</summary>
    None,

    /// <summary>A space.</summary>
    Space,

    /// <summary>The beginning of a passage: no telling whether there is a space.</summary>
    Passage,
}

/// <summary>Place of a character among others.</summary>
internal enum RuneKind
{
    /// <summary>In a word, with others.</summary>
    Word,

    /// <summary>Punctuation.</summary>
    Mark,

    /// <summary>A character of a writing that puts no spaces between words.</summary>
    Alone,
}
