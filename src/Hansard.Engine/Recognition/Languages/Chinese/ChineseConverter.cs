using System.Text;

namespace Hansard.Engine.Recognition.Languages.Chinese;

/// <summary>
/// Converts Chinese text, whichever script it is in, to one script, by the dictionaries of OpenCC. Words stay the words that they are.
/// </summary>
/// <param name="script">The script.</param>
internal sealed class ChineseConverter(ChineseScript script)
{
    /// <summary>Converts a text. Every character becomes one character.</summary>
    public string Convert(string text) => Convert(text, TraditionalWriting.IsIn(text));

    /// <summary>Converts a text that is cut into pieces: phrases go across the cuts, which stay where they are.</summary>
    /// <param name="pieces">The pieces in order.</param>
    /// <param name="kept">Texts that are not converted wherever they stand.</param>
    /// <returns>As many pieces, of as many characters each.</returns>
    public IReadOnlyList<string> Convert(IReadOnlyList<string> pieces, IReadOnlyList<string> kept)
    {
        var text = string.Concat(pieces);
        var isTraditional = TraditionalWriting.IsIn(text);
        var converted = new StringBuilder(text.Length);
        var open = 0;
        for (var at = 0; at < text.Length;)
        {
            if (kept.Where(k => text.AsSpan(at).StartsWith(k)).MaxBy(k => k.Length) is not { Length: > 0 } found)
            {
                at++;
                continue;
            }
            converted.Append(Convert(text[open..at], isTraditional)).Append(found);
            open = at += found.Length;
        }
        converted.Append(Convert(text[open..], isTraditional));
        return Cut(converted.ToString(), text, pieces);
    }

    private string Convert(string text, bool isTraditional) => script switch
    {
        ChineseScript.Simplified => ChineseDictionaries.ToSimplified.Convert(Standard(text, isTraditional)),
        ChineseScript.Traditional => TraditionalWriting.Convert(Standard(text, isTraditional), isTraditional),
        ChineseScript.HongKong
            => ChineseDictionaries.ToHongKong.Convert(TraditionalWriting.Convert(Standard(text, isTraditional), isTraditional)),
        ChineseScript.Taiwan => ChineseDictionaries.ToTaiwan.Convert(TraditionalWriting.Convert(text, isTraditional)),
        _ => throw new InvalidOperationException($"There is no script {script} of Chinese."),
    };

    // Speech models write Traditional Chinese in the forms of Taiwan.
    private static string Standard(string text, bool isTraditional) => isTraditional ? ChineseDictionaries.FromTaiwan.Convert(text) : text;

    /// <summary>Cuts a converted text where its original, of as many characters, is cut into pieces.</summary>
    private static string[] Cut(string converted, string text, IReadOnlyList<string> pieces)
    {
        var cut = new string[pieces.Count];
        var (at, from, end) = (0, 0, 0);
        for (var i = 0; i < cut.Length; i++)
        {
            var start = at;
            for (end += pieces[i].Length; from < end; from += LengthAt(text, from)) at += LengthAt(converted, at);
            cut[i] = converted[start..at];
        }
        return cut;
    }

    // Half a surrogate pair counts as a character.
    private static int LengthAt(string text, int index)
    {
        Rune.DecodeFromUtf16(text.AsSpan(index), out _, out var length);
        return length;
    }
}
