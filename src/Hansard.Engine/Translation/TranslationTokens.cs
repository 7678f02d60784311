using System.Text;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Translation;

/// <summary>
/// Cuts a translation into pieces like those of the spoken text: words with the space before them, and punctuation marks.
/// </summary>
internal static class TranslationTokens
{
    /// <summary>The pieces in order; joined they are the text.</summary>
    /// <param name="text">A translated sentence.</param>
    /// <param name="language">Its language.</param>
    /// <param name="isFirst">Nothing comes before it, so that it begins without a space.</param>
    public static IEnumerable<string> Split(string text, string language, bool isFirst)
    {
        var spaced = Script.WritesSpaces(language) && !isFirst;
        var quoteIsOpen = false;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var piece in WordPieces.Split(word, ref quoteIsOpen))
            {
                foreach (var part in Script.WritesSpaces(language)
                    ? [word.Substring(piece.Start, piece.Length)]
                    : Characters(word.Substring(piece.Start, piece.Length)))
                {
                    yield return spaced ? " " + part : part;
                    spaced = false;
                }
            }

            spaced = true;
        }
    }

    // Where no spaces say what a word is, each character is a piece, but for runs of Latin letters and digits.
    private static IEnumerable<string> Characters(string text)
    {
        var piece = new StringBuilder();
        Rune? before = null;
        foreach (var rune in text.EnumerateRunes())
        {
            var joins = before is { } last && (Script.Extends(rune) || (!Breaks(rune) && !Breaks(last)));
            if (piece.Length > 0 && !joins)
            {
                yield return piece.ToString();
                piece.Clear();
            }

            piece.Append(rune);
            before = rune;
        }

        if (piece.Length > 0) yield return piece.ToString();
    }

    private static bool Breaks(Rune rune) => Script.IsCjk(rune) || Script.IsSoutheastAsian(rune);
}
