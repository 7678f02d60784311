using System.Text.RegularExpressions;

namespace Hansard.Engine.Transcripts.Renderings.Redaction;

/// <summary>Finds numbers of cards, telephones and accounts, in figures or spoken.</summary>
internal static class NumberFinder
{
    // ISO/IEC 7812-1 has cards of up to 19 figures; those in use have 13 at least.
    private const int ShortestCard = 13;
    private const int LongestCard = 19;

    // Nobody says a quantity figure by figure.
    private const int LeastSpokenDigits = 7;
    private const int MostPhoneDigits = 15; // ITU-T E.164.

    /// <param name="text">The text.</param>
    /// <param name="language">Its table; null: none is known.</param>
    public static IEnumerable<SensitiveSpan> Find(SpokenText text, LanguageTable? language)
    {
        var context = new NumberContext(text, language);
        foreach (var run in new NumberReader(text, language).Runs())
            if (KindOf(run, context, language) is { } kind) yield return new SensitiveSpan(Begin(text, run, kind), run.End, kind);
    }

    private static SensitiveKind? KindOf(NumberRun run, NumberContext context, LanguageTable? language)
    {
        if (IsCard(run)) return SensitiveKind.Card;
        if (run.IsQuantity || run.IsYears) return null;
        if (context.KindOf(run) is { } kind) return kind;
        return IsPhone(run, language) || (language is not null && run.Items[0].Digits.Length == 1 && run.Items.Count > 1
            && IsPhone(run with { Items = [.. run.Items.Skip(1)] }, language))
            ? SensitiveKind.Phone
            : null;
    }

    // What follows on it, such as the month of its end, goes with it.
    private static bool IsCard(NumberRun run)
    {
        if (run.IsYears || run.Digits[0] is not (>= '2' and <= '6')) return false;
        var length = 0;
        foreach (var item in run.Items)
        {
            length += item.Digits.Length;
            if (length is >= ShortestCard and <= LongestCard && Checksums.IsLuhn(run.Digits.AsSpan(0, length))) return true;
        }
        return false;
    }

    private static bool IsPhone(NumberRun run, LanguageTable? language)
    {
        if (run.HasPlus && run.Digits.Length is >= 8 and <= MostPhoneDigits) return true;
        if (run.Items.Count is >= LeastSpokenDigits and <= MostPhoneDigits && !run.IsCounting
            && run.Items.All(item => item.Digits.Length == 1 || (item.IsSpoken && item.Digits.Distinct().Count() == 1)))
            return true;
        var patterns = (language?.Lines("phone") ?? []).Concat(LanguageTable.Shared.Lines("phone"));
        return patterns.Any(pattern => Regex.IsMatch(run.Digits, $"^(?:{pattern.Value})$", RegexOptions.CultureInvariant)
            && (pattern.Key != "groups" || run.Items is [{ Digits.Length: 3, IsSpoken: false }, { Digits.Length: 4 }]));
    }

    // The letters of a country before the figures of an account.
    private static int Begin(SpokenText text, NumberRun run, SensitiveKind kind)
    {
        if (kind is not SensitiveKind.Account) return run.First;
        var first = run.First;
        while (run.First - first < 2 && text.IsWord(first - 1) && text.IsCapital(first - 1) && text[first - 1].Text.Length <= 2) first--;
        return first;
    }
}
