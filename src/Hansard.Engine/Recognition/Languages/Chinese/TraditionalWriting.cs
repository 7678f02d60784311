using System.Buffers;
using System.Text;

namespace Hansard.Engine.Recognition.Languages.Chinese;

/// <summary>Converts to Traditional characters what may be written in them already, in full or in part, as speech models do.</summary>
/// <remarks>
/// <para>OpenCC takes its input for Simplified and makes 萬裏 of 萬里, as it knows 万里 alone. Here a phrase is also found where characters
/// of it are Traditional already; those are kept.</para>
/// <para>Characters that both scripts have (里, 后, 范, 出) are for Simplified text whatever the phrase, or else the usual form, says. In
/// a text with more characters that are Traditional alone than such that are Simplified alone, they are what they are meant to be.</para>
/// </remarks>
internal static class TraditionalWriting
{
    /// <summary>Determines whether a text is Traditional rather than Simplified; false for a text that is neither.</summary>
    public static bool IsIn(string text)
    {
        var balance = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsTraditionalOnly(rune)) balance++;
            else if (IsSimplifiedOnly(rune)) balance--;
        }
        return balance > 0;
    }

    /// <summary>Converts a text to the standard of OpenCC.</summary>
    /// <param name="text">Chinese, and maybe other writing, which stays as it is.</param>
    /// <param name="isTraditional">Whether what it stands in is Traditional already.</param>
    public static string Convert(string text, bool isTraditional)
    {
        var dictionary = ChineseDictionaries.ToTraditional;
        var simplified = Simplified(text);
        var converted = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var phrase = dictionary.LongestPhrase(text.AsSpan(at), out var length);
            var mixed = dictionary.LongestPhrase(simplified.AsSpan(at), out var mixedLength);
            var isMixed = mixedLength > length;
            if ((isMixed ? mixed : phrase) is { } found)
            {
                length = Math.Max(length, mixedLength);
                Write(converted, text.AsSpan(at, length), found, isTraditional, isMixed);
            }
            else if (Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out length) is OperationStatus.Done)
            {
                converted.Append(isTraditional && !IsSimplifiedOnly(rune) ? rune : dictionary.Convert(rune));
            }
            else
            {
                converted.Append(text, at, length);
            }
            at += length;
        }
        return converted.ToString();
    }

    private static void Write(StringBuilder converted, ReadOnlySpan<char> text, string phrase, bool isTraditional, bool isMixed)
    {
        var keepsShared = isTraditional && !HasSimplified(text);
        var target = phrase.EnumerateRunes();
        foreach (var rune in text.EnumerateRunes())
        {
            target.MoveNext();
            var isKept = keepsShared || ((isTraditional || isMixed) && IsTraditionalOnly(rune));
            converted.Append(isKept ? rune : target.Current);
        }
    }

    /// <summary>The text with its Traditional characters simplified one by one, and every character at the same index.</summary>
    private static string Simplified(string text)
    {
        var simplified = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var isRune = Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length) is OperationStatus.Done;
            var simple = ChineseDictionaries.ToSimplified.Convert(rune);
            if (isRune && simple.Utf16SequenceLength == length) simplified.Append(simple);
            else simplified.Append(text, at, length);
            at += length;
        }
        return simplified.ToString();
    }

    private static bool HasSimplified(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (IsSimplifiedOnly(rune)) return true;
        return false;
    }

    private static bool IsSimplifiedOnly(Rune rune)
        => ChineseDictionaries.ToTraditional.FormsOf(rune) is { IsEmpty: false } forms && !forms.Contains(rune);

    private static bool IsTraditionalOnly(Rune rune)
        => ChineseDictionaries.ToTraditional.FormsOf(rune).IsEmpty && ChineseDictionaries.ToSimplified.Convert(rune) != rune;
}
