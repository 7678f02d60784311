using System.Globalization;
using System.Text;
using Hansard.Engine.Recognition.Languages.Chinese;

namespace Hansard.Engine.Recognition.Context;

/// <summary>
/// The part of a text that can be heard: its letters and digits, without case, spaces and punctuation, Latin letters without accents, and
/// Chinese characters in their simplified form.
/// </summary>
internal static class SpokenForm
{
    // Unicode normalisation would take accents off, but is not there where .NET runs without ICU.
    private const string Accented = "àáâãäåāăąçćčďđèéêëēėęěğìíîïīįıłñńňòóôõöøōőŕřśšşťţùúûüūůűýÿžźż";
    private const string Plain = "aaaaaaaaacccddeeeeeeeegiiiiiiilnnnoooooooorrsssttuuuuuuuyyzzz";

    // Unicode: CJK Unified Ideographs Extension A. Scripts beyond it that are not Chinese are not in the dictionary.
    private const int FirstIdeograph = 0x3400;

    /// <summary>"23 and Me!" is "23andme".</summary>
    public static string Of(string text)
    {
        var form = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsLetterOrDigit(rune)
                && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.SpacingCombiningMark or UnicodeCategory.NonSpacingMark))
                continue;
            var lower = Rune.ToLowerInvariant(rune);
            if (lower.IsBmp && Accented.IndexOf((char)lower.Value, StringComparison.Ordinal) is var at and >= 0) form.Append(Plain[at]);
            else if (lower.Value >= FirstIdeograph) form.Append(ChineseDictionaries.ToSimplified.Convert(lower));
            else form.Append(lower);
        }
        return form.ToString();
    }
}
