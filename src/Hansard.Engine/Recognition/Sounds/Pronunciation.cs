using System.Text;

namespace Hansard.Engine.Recognition.Sounds;

/// <summary>Reads a text aloud: how it may be pronounced in a language, in the letters of <see cref="Phonemes"/>.</summary>
/// <remarks>
/// English words are looked up; others, and those of other languages, are read by rules; Chinese characters by their readings.
/// Capitals that no dictionary has are spelled, as in SQL; a name written in one ("PyTorch", "ComfyUI") is read part by part.
/// </remarks>
internal static class Pronunciation
{
    /// <summary>Pronunciations of a text at most: each word may have several.</summary>
    private const int Most = 6;

    /// <summary>The same of Japanese characters, each of which has readings of Chinese origin and of Japanese.</summary>
    private const int MostJapanese = 20;

    /// <summary>Letters of the shortest part of a word that is two words in one.</summary>
    private const int ShortestPart = 3;

    // The names of the letters, as English says them.
    private static readonly string[] LetterNames =
    [
        "E", "bi", "si", "di", "i", "ef", "ji", "Ec", "Y", "jE", "kE", "el", "em", "en", "O", "pi", "kyu", "ar", "es", "ti", "yu", "vi",
        "d@b@lyu", "eks", "wY", "zi",
    ];

    private static readonly string[] Units =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    /// <summary>Determines whether a language's words can be read.</summary>
    public static bool Knows(string language) => language is "ko" || LetterSounds.Of(language) is not null;

    /// <summary>Determines whether the dictionary has an English word.</summary>
    /// <param name="word">Letters and apostrophes, in any case.</param>
    public static bool IsEnglishWord(string word) => EnglishWords.Find(word.ToLowerInvariant()).Length > 0;

    /// <summary>Pronunciations of a text, the likeliest first.</summary>
    /// <param name="text">Words, with any marks.</param>
    /// <param name="language">Code of the language.</param>
    /// <returns>None if it cannot be read.</returns>
    public static IReadOnlyList<string> Of(string text, string language)
    {
        List<string> readings = [""];
        foreach (var part in Parts(text))
        {
            var sounds = Read(part, language);
            var most = language == "ja" ? MostJapanese : Most;
            if (sounds.Length > 0) readings = [.. readings.SelectMany(r => sounds.Select(s => r + s)).Take(most)];
        }
        return readings[0].Length == 0 ? [] : [.. readings.Select(r => language == "en" ? Merge(r) : r).Distinct()];
    }

    /// <summary>Characters by each of their readings, and what stands between them by the rules.</summary>
    private static string[] ReadCharacters(string text, LetterSounds rules, CharacterReadings characters)
    {
        List<string> readings = [""];
        var between = new StringBuilder();
        foreach (var sign in text)
        {
            var found = characters.Find(sign);
            if (found.Length == 0)
            {
                between.Append(sign);
                continue;
            }
            Extend([between.ToString()]);
            between.Clear();
            Extend(found);
        }
        Extend([between.ToString()]);
        return readings[0].Length == 0 ? [] : [.. readings.Distinct()];

        void Extend(string[] next)
        {
            if (next[0].Length == 0) return;
            string[] sounds = [.. next.Select(rules.Read)];
            readings = [.. readings.SelectMany(r => sounds.Select(s => r + s)).Take(MostJapanese)];
        }
    }

    /// <summary>Words, runs of digits, and in a word what begins with a capital.</summary>
    private static IEnumerable<string> Parts(string text)
    {
        var part = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var (sign, before) = (text[i], i > 0 ? text[i - 1] : ' ');
            var isApostrophe = sign is '\'' or '’' && part.Length > 0 && i + 1 < text.Length && char.IsLetter(text[i + 1]);
            var isBeforeSmall = i + 1 < text.Length && char.IsLower(text[i + 1]);
            var begins = char.IsDigit(sign) != char.IsDigit(before)
                || (char.IsUpper(sign) && (char.IsLower(before) || (char.IsUpper(before) && isBeforeSmall)));
            if (part.Length > 0 && (begins || !(char.IsLetterOrDigit(sign) || isApostrophe)))
            {
                yield return part.ToString();
                part.Clear();
            }
            if (isApostrophe) part.Append('\'');
            else if (char.IsLetterOrDigit(sign)) part.Append(sign);
        }
        if (part.Length > 0) yield return part.ToString();
    }

    private static string[] Read(string part, string language)
    {
        if (language == "ko" && LetterSounds.ReadHangul(part) is { Length: > 0 } syllables) return [syllables];
        if (LetterSounds.Of(language) is not { } rules) return [];
        var lower = part.ToLowerInvariant();
        if (CharacterReadings.Of(language) is { } characters) return ReadCharacters(lower, rules, characters);
        if (language != "en") return rules.Read(lower) is { Length: > 0 } read ? [read] : [];
        if (char.IsDigit(part[0])) return [Number(part)];
        if (part.Length == 1) return [.. EnglishWords.Find(lower).Append(Spell(lower)).Where(s => s.Length > 0).Reverse().Distinct()];
        var isCapitals = part.All(char.IsUpper);
        var found = EnglishWords.Find(lower);
        if (isCapitals && part.Length <= 4) return [Spell(lower), .. found];
        if (found.Length > 0) return found;
        if (Divide(lower) is { } two) return [two];
        if (!lower.Any("aeiouy".Contains)) return [rules.Read(lower), Spell(lower)];
        // "nginx": a cluster that no word begins with is a letter and a word.
        if (lower.Length > 3 && lower[0] is 'n' or 'm' or 'l' or 'r' && !"aeiouyh".Contains(lower[1], StringComparison.Ordinal))
            return [rules.Read(lower), Spell(lower[..1]) + rules.Read(lower[1..])];
        return [rules.Read(lower)];
    }

    /// <summary>Reads a word that is two in one, the first as long as can be: "firefox".</summary>
    private static string? Divide(string word)
    {
        for (var at = word.Length - ShortestPart; at >= ShortestPart; at--)
        {
            if (EnglishWords.Find(word[..at]) is [var first, ..] && EnglishWords.Find(word[at..]) is [var second, ..])
                return first + second;
        }
        return null;
    }

    private static string Spell(string letters)
        => string.Concat(letters.Select(l => char.IsAsciiLetterLower(l) ? LetterNames[l - 'a'] : ""));

    private static string Number(string digits)
    {
        if (digits.Length == 4 && digits[0] != '0' && digits[1..3] != "00") return Number(digits[..2]) + Number(digits[2..]);
        if (digits.Length > 2 || digits[0] == '0') return string.Concat(digits.Select(d => Word(Units[(int)char.GetNumericValue(d)])));
        var value = digits.Aggregate(0, (sum, d) => (10 * sum) + (int)char.GetNumericValue(d));
        if (value < Units.Length) return Word(Units[value]);
        return Word(Tens[value / 10]) + (value % 10 == 0 ? "" : Word(Units[value % 10]));

        static string Word(string number) => EnglishWords.Find(number)[0];
    }

    /// <summary>
    /// Sounds that many speakers do not tell apart are written alike: Mary, merry and marry (Kerry and Carrie); cot and caught; a weak
    /// vowel before r; n before k and g.
    /// </summary>
    private static string Merge(string sounds)
    {
        var merged = new StringBuilder(sounds.Replace("3", "@r", StringComparison.Ordinal));
        for (var i = 0; i < merged.Length; i++)
        {
            var next = i + 1 < merged.Length ? merged[i + 1] : ' ';
            merged[i] = (merged[i], next) switch
            {
                ('A' or 'E', 'r') => 'e',
                ('o', not 'r') => 'a',
                ('n', 'k' or 'g') => 'N',
                _ => merged[i],
            };
        }
        return merged.ToString();
    }
}
