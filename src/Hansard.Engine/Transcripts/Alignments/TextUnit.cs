using System.Text;

namespace Hansard.Engine.Transcripts.Alignments;

/// <summary>A word of a text, or a character of a language without spaces, with its punctuation.</summary>
/// <param name="Text">Without spaces around.</param>
/// <param name="SpaceBefore">True if a space stands before it.</param>
/// <param name="Start">Index of its first character in the text.</param>
internal sealed record TextUnit(string Text, bool SpaceBefore, int Start)
{
    /// <summary>Letters and figures in small letters: what is compared.</summary>
    public string Folded { get; } = string.Concat(
        Text.ToLowerInvariant().EnumerateRunes().Where(Rune.IsLetterOrDigit).Select(rune => rune.ToString()));

    /// <summary>Cuts a text.</summary>
    public static IReadOnlyList<TextUnit> Cut(string text)
    {
        List<TextUnit> units = [];
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            var (start, hasLetter) = (at, false);
            while (at < text.Length && !char.IsWhiteSpace(text[at]))
            {
                Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
                var isLetter = Rune.IsLetterOrDigit(rune);
                if (isLetter && hasLetter && Script.IsCjk(rune)) break;
                hasLetter |= isLetter;
                at += length;
            }
            // Marks alone belong to the word before.
            if (!hasLetter && units.Count > 0)
                units[^1] = new TextUnit(text[units[^1].Start..at], units[^1].SpaceBefore, units[^1].Start);
            else
                units.Add(new TextUnit(text[start..at], start > 0 && char.IsWhiteSpace(text[start - 1]), start));
        }
        return units;
    }
}
