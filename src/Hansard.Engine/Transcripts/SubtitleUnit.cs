using System.Globalization;
using System.Text;

namespace Hansard.Engine.Transcripts;

/// <summary>
/// Smallest unit of a line, which no break divides: a word with its punctuation, or a character of Chinese or Japanese with its.
/// </summary>
/// <param name="Text">Without spaces.</param>
/// <param name="SpaceBefore">Whether a space stands before it inside a line.</param>
/// <param name="StartMs">Start.</param>
/// <param name="EndMs">End.</param>
/// <param name="Speaker">Speaker.</param>
/// <param name="EndsSentence">Whether a sentence ends with it.</param>
/// <param name="EndsClause">Whether a clause does.</param>
internal sealed record SubtitleUnit(
    string Text, bool SpaceBefore, long StartMs, long EndMs, string? Speaker, bool EndsSentence, bool EndsClause)
{
    /// <summary>The width of the text.</summary>
    public int Cells { get; } = Script.Cells(Text);

    /// <summary>Divides tokens into units.</summary>
    /// <param name="tokens">Tokens with times.</param>
    /// <param name="widest">Cells of the widest unit; a longer word is divided.</param>
    public static IReadOnlyList<SubtitleUnit> Of(IReadOnlyList<TranscriptToken> tokens, int widest)
    {
        var words = tokens.SelectMany(WithoutInnerSpaces).ToList();
        var units = new List<SubtitleUnit>();
        for (var i = 0; i < words.Count;)
        {
            var end = i + 1;
            while (end < words.Count && !MayBreakBefore(words, end)) end++;
            var text = string.Concat(words.Skip(i).Take(end - i).Select(w => w.Text));
            var unit = new SubtitleUnit(
                text.TrimStart(' '), text[0] == ' ', words[i].StartMs ?? 0, words.Skip(i).Take(end - i).Max(w => w.EndMs ?? 0),
                words[i].Speaker,
                Sentences.EndAfter(words, end - 1), Sentences.ClauseEndsAfter(words, end - 1));
            units.AddRange(unit.Divide(widest));
            i = end;
        }

        return units;
    }

    private static IEnumerable<TranscriptToken> WithoutInnerSpaces(TranscriptToken token)
    {
        var text = token.Text.TrimEnd(' ');
        if (text.IndexOf(' ', 1 < text.Length ? 1 : 0) < 0)
        {
            if (text.Length > 0) yield return token with { Text = text };
            yield break;
        }

        var (start, duration) = (token.StartMs ?? 0, (token.EndMs ?? 0) - (token.StartMs ?? 0));
        for (var at = 0; at < text.Length;)
        {
            var word = at;
            while (text[word] == ' ') word++;
            var end = text.IndexOf(' ', word) is var space and >= 0 ? space : text.Length;
            yield return token with
            {
                Text = (word > at ? " " : "") + text[word..end],
                StartMs = start + duration * word / text.Length,
                EndMs = start + duration * end / text.Length,
            };
            at = end;
        }
    }

    private static bool MayBreakBefore(List<TranscriptToken> tokens, int index)
    {
        var (before, after) = (tokens[index - 1], tokens[index]);
        if (after.Text[0] == ' ' || before.Speaker != after.Speaker) return true;
        Rune.DecodeLastFromUtf16(before.Text, out var last, out _);
        Rune.DecodeFromUtf16(after.Text, out var first, out _);
        if (Script.StaysWithLineBefore(first) || (Script.IsMark(first) && !Script.IsOpening(first)) || Script.IsOpening(last)) return false;
        return last.Value is '—' || Script.IsCjk(last) || Script.IsCjk(first)
            || (Script.IsSoutheastAsian(last) && Script.IsSoutheastAsian(first));
    }

    private IEnumerable<SubtitleUnit> Divide(int widest)
    {
        if (Cells <= widest) return [this];
        var parts = new List<StringBuilder> { new() };
        var cells = 0;
        for (var elements = StringInfo.GetTextElementEnumerator(Text); elements.MoveNext();)
        {
            var element = elements.GetTextElement();
            var width = Script.Cells(element);
            if (cells > 0 && cells + width > widest)
            {
                parts.Add(new StringBuilder());
                cells = 0;
            }

            parts[^1].Append(element);
            cells += width;
        }

        return parts.Select((part, i) => new SubtitleUnit(
            part.ToString(), SpaceBefore && i == 0, StartMs + (EndMs - StartMs) * i / parts.Count,
            StartMs + (EndMs - StartMs) * (i + 1) / parts.Count,
            Speaker, EndsSentence && i == parts.Count - 1, EndsClause && i == parts.Count - 1));
    }
}
