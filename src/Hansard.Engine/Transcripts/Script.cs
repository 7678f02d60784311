using System.Globalization;
using System.Text;

namespace Hansard.Engine.Transcripts;

/// <summary>Rules of writing systems for joining, splitting and laying out text.</summary>
internal static class Script
{
    // The list of openai/whisper, tokenizer.split_to_word_tokens.
    private static readonly HashSet<string> Unspaced = ["zh", "ja", "th", "lo", "my", "yue"];

    /// <summary>Determines whether words of a language stand apart by spaces.</summary>
    /// <param name="language">ISO 639-1.</param>
    public static bool WritesSpaces(string? language) => language is null || !Unspaced.Contains(language);

    /// <summary>Chinese and Japanese writing, its punctuation included: no space stands between two of these.</summary>
    public static bool IsCjk(Rune rune) => rune.Value is
        (>= 0x2E80 and <= 0x312F) or (>= 0x31A0 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0xFE30 and <= 0xFE4F) or (>= 0xFF00 and <= 0xFFEF) or (>= 0x1B000 and <= 0x1B16F) or (>= 0x20000 and <= 0x3FFFF);

    /// <summary>Thai, Lao, Burmese, Khmer: a line may break between words that no space separates.</summary>
    public static bool IsSoutheastAsian(Rune rune)
        => rune.Value is (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF);

    /// <summary>Cells that a text takes on a screen where a Latin letter takes one and a Chinese character two (UAX #11).</summary>
    public static int Cells(string text) => text.EnumerateRunes().Sum(Cells);

    /// <summary>Cells that a character takes: 0 (combining), 1 or 2 (wide).</summary>
    public static int Cells(Rune rune)
    {
        if (Extends(rune)) return 0;
        var halfWidth = rune.Value is >= 0xFF61 and <= 0xFFDC or >= 0xFFE8;
        var wide = (IsCjk(rune) && !(halfWidth && rune.Value <= 0xFFEF))
            || rune.Value is (>= 0x1100 and <= 0x115F) or (>= 0x3130 and <= 0x318F) or (>= 0xAC00 and <= 0xD7A3)
                or (>= 0x1F300 and <= 0x1FAFF);
        return wide ? 2 : 1;
    }

    /// <summary>
    /// A character that belongs to the one before it: combining marks, joiners, and vowels written after their consonant.
    /// </summary>
    public static bool Extends(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
        || rune.Value is 0x0E30 or 0x0E32 or 0x0E33 or 0x0E45 or 0x0EB0 or 0x0EB2 or 0x0EB3;

    /// <summary>Punctuation that stands apart from words; not signs that are read aloud, such as % and &amp;.</summary>
    public static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.OtherPunctuation
            => rune.Value is not ('%' or '&' or '@' or '#' or '*' or '/' or '\\' or 0x2030 or 0xFF05 or 0xFF06 or 0xFF20),
        UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation => true,
        UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation => true,
        _ => false,
    };

    /// <summary>A mark that opens something and so belongs to what follows.</summary>
    public static bool IsOpening(Rune rune)
        => Rune.GetUnicodeCategory(rune) is UnicodeCategory.OpenPunctuation or UnicodeCategory.InitialQuotePunctuation
        || rune.Value is '¿' or '¡';

    /// <summary>A mark that ends a sentence.</summary>
    public static bool EndsSentence(Rune rune) => rune.Value is '.' or '!' or '?' or '…' or '。' or '！' or '？' or '．' or '｡'
        or '؟' or '۔' or '।' or '॥' or '։' or '။' or '።' or '។';

    /// <summary>A mark that ends a clause.</summary>
    public static bool EndsClause(Rune rune)
        => rune.Value is ',' or ';' or ':' or '—' or '–' or '、' or '，' or '；' or '：' or '､' or '،' or '؛' or '၊' or '፣';

    /// <summary>A mark that closes something, so that what it follows may have ended before it.</summary>
    public static bool IsClosing(Rune rune)
        => Rune.GetUnicodeCategory(rune) is UnicodeCategory.ClosePunctuation or UnicodeCategory.FinalQuotePunctuation
        || rune.Value is '"' or '\'' or '“';

    /// <summary>A character that no line begins with in Japanese typesetting (JLREQ, cl-01 to cl-11), marks apart.</summary>
    public static bool StaysWithLineBefore(Rune rune) => Extends(rune)
        || "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶー々ゝゞヽヾๆฯ".EnumerateRunes().Contains(rune);
}
