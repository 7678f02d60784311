using System.Globalization;
using System.Text;
using Hansard.Engine.Transcripts;

namespace Hansard.Translation.Terms;

/// <summary>Finds terms in a text: whole words, any case, the longest where several fit.</summary>
internal static class TermMatcher
{
    /// <summary>The places of terms in a text, in order, none overlapping.</summary>
    /// <param name="text">A sentence.</param>
    /// <param name="terms">Of two terms of equal length the first is taken.</param>
    public static IReadOnlyList<TermSpan> Find(string text, IEnumerable<TranslationTerm> terms)
    {
        var found = new List<TermSpan>();
        foreach (var term in terms.Where(t => !string.IsNullOrWhiteSpace(t.Source) && !string.IsNullOrWhiteSpace(t.Target))
            .OrderByDescending(t => t.Source.Length))
        {
            var source = term.Source.Trim();
            foreach (var at in Occurrences(text, source))
                if (!found.Exists(f => f.Start < at + source.Length && at < f.End))
                    found.Add(new TermSpan(at, source.Length, term.Target.Trim()));
        }

        found.Sort((a, b) => a.Start.CompareTo(b.Start));
        return found;
    }

    /// <summary>Indices at which a phrase stands as whole words, whatever its case.</summary>
    public static IEnumerable<int> Occurrences(string text, string phrase)
    {
        for (var at = 0; (at = text.IndexOf(phrase, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
            if (IsBoundary(text, at) && IsBoundary(text, at + phrase.Length)) yield return at;
    }

    // Between two letters or digits there is no boundary, unless the script writes no spaces.
    private static bool IsBoundary(string text, int at)
    {
        if (at == 0 || at == text.Length) return true;
        Rune.DecodeLastFromUtf16(text.AsSpan(0, at), out var before, out _);
        Rune.DecodeFromUtf16(text.AsSpan(at), out var after, out _);
        return !(IsWord(before) && IsWord(after)) || Script.IsCjk(before) || Script.IsCjk(after)
            || Script.IsSoutheastAsian(before) || Script.IsSoutheastAsian(after);
    }

    private static bool IsWord(Rune rune)
        => Rune.IsLetterOrDigit(rune)
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
