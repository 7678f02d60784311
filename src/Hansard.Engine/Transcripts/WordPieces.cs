using System.Text;

namespace Hansard.Engine.Transcripts;

/// <summary>Cuts a written word into the word proper and the punctuation around it.</summary>
/// <remarks>
/// Punctuation inside a word belongs to it (<c>don't</c>, <c>l'eau</c>, <c>3,000</c>, <c>$2.50</c>, <c>well-known</c>), except what joins
/// two words: dashes, an ellipsis, and the marks of languages without spaces.
/// </remarks>
internal static class WordPieces
{
    // A full stop after these says nothing about the sentence. Only words that cannot well end one.
    private static readonly HashSet<string> Abbreviations = new(StringComparer.Ordinal)
    {
        "Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Jr", "Sr", "Mt", "vs", "Gov", "Gen", "Col", "Lt", "Sgt", "Capt", "Rev", "Hon",
        "Sra", "Srta", "Dra", "Ud", "Uds", "Exmo", "Exma", "Mme", "Mlle", "Nr", "bzw", "ca", "Hr", "Fr", "Sig",
    };

    // Words that begin with an apostrophe, which therefore opens no quotation.
    private static readonly HashSet<string> Elisions = new(StringComparer.OrdinalIgnoreCase)
    {
        "tis", "twas", "twill", "em", "til", "till", "cause", "bout", "round", "n", "s", "t", "d", "m", "ll", "re", "ve", "kay", "nuff",
    };

    /// <summary>A part of a word.</summary>
    /// <param name="Start">Index of its first character.</param>
    /// <param name="Length">Its characters.</param>
    /// <param name="IsMark">Punctuation: one mark, or a run of the same.</param>
    public readonly record struct Piece(int Start, int Length, bool IsMark)
    {
        /// <summary>Index after its last character.</summary>
        public int End => Start + Length;
    }

    /// <param name="word">Text without white space.</param>
    /// <param name="quoteIsOpen">Whether a single quotation mark has been opened before, which one at the end then closes; updated.</param>
    /// <returns>The pieces in order: together the whole word.</returns>
    public static IReadOnlyList<Piece> Split(string word, ref bool quoteIsOpen)
    {
        var runes = new List<PlacedRune>();
        for (var at = 0; at < word.Length;)
        {
            Rune.DecodeFromUtf16(word.AsSpan(at), out var rune, out var length);
            runes.Add(new PlacedRune(at, rune));
            at += length;
        }

        var marks = runes.Select(r => Script.IsMark(r.Rune)).ToArray();
        var first = Array.IndexOf(marks, false);
        var last = Array.LastIndexOf(marks, false);
        if (first >= 0)
        {
            first = KeepLeading(word, runes, first, ref quoteIsOpen);
            last = KeepTrailing(word, runes, first, last, ref quoteIsOpen);
            for (var i = first; i <= last; i++) marks[i] = marks[i] && Separates(runes, i);
        }

        return Runs(runes, marks, word.Length);
    }

    private static int KeepLeading(string word, List<PlacedRune> runes, int first, ref bool quoteIsOpen)
    {
        if (first == 0) return first;
        var mark = runes[first - 1].Rune.Value;
        if (mark is '.' or '-' or '−' && Rune.IsDigit(runes[first].Rune)) return first - 1;
        if (mark is '.' && first == 1 && Rune.IsLetter(runes[first].Rune)) return 0;
        if (mark is not ('\'' or '’')) return first;
        var rest = new string([.. word[runes[first].At..].TakeWhile(char.IsLetter)]);
        if (Elisions.Contains(rest) || Rune.IsDigit(runes[first].Rune)) return first - 1;
        quoteIsOpen = mark is '\'';
        return first;
    }

    private static int KeepTrailing(string word, List<PlacedRune> runes, int first, int last, ref bool quoteIsOpen)
    {
        if (last + 1 == runes.Count) return last;
        var (at, mark) = runes[last + 1];
        var core = word[runes[first].At..at];
        if (mark.Value is '.' && (last + 2 == runes.Count || runes[last + 2].Rune.Value is not '.') && IsAbbreviation(core))
            return last + 1;
        if (mark.Value is not ('\'' or '’')) return last;
        if (quoteIsOpen)
        {
            quoteIsOpen = false;
            return last;
        }

        return core[^1] is 's' or 'S' or 'n' or 'x' or 'z' ? last + 1 : last;
    }

    // Dr, and letters with full stops between them: U.S, a.m, z.B.
    private static bool IsAbbreviation(string core)
    {
        if (Abbreviations.Contains(core)) return true;
        var parts = core.Split('.');
        return parts.Length > 1 && parts.All(p => p.Length == 1 && char.IsLetter(p[0]));
    }

    private static bool Separates(List<PlacedRune> runes, int i)
    {
        var mark = runes[i].Rune;
        if (mark.Value is '—' or '―' or '…' || Script.IsCjk(mark)) return true;
        return mark.Value is '-' or '.' && ((i > 0 && runes[i - 1].Rune == mark) || (i + 1 < runes.Count && runes[i + 1].Rune == mark));
    }

    private static List<Piece> Runs(List<PlacedRune> runes, bool[] marks, int length)
    {
        var pieces = new List<Piece>();
        for (var i = 0; i < runes.Count;)
        {
            var end = i + 1;
            while (end < runes.Count && marks[end] == marks[i]
                && (!marks[i] || runes[end].Rune == runes[i].Rune || Script.Extends(runes[end].Rune)))
                end++;
            var stop = end < runes.Count ? runes[end].At : length;
            pieces.Add(new Piece(runes[i].At, stop - runes[i].At, marks[i]));
            i = end;
        }

        return pieces;
    }

    /// <summary>A character of a word.</summary>
    /// <param name="At">Index of its first UTF-16 unit.</param>
    /// <param name="Rune">The character.</param>
    private readonly record struct PlacedRune(int At, Rune Rune);
}
