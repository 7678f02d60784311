namespace Hansard.Engine.Transcripts;

/// <summary>Puts under the cues of what was spoken their share of its translation.</summary>
/// <remarks>
/// A translation belongs to a sentence, and a sentence may take several cues: its words are shared out by the time that each cue has of the
/// sentence, so that both languages end together.
/// </remarks>
internal static class BilingualCues
{
    /// <param name="cues">Of the spoken tokens, in time order.</param>
    /// <param name="tokens">All tokens of the track.</param>
    /// <param name="width">Cells in a line.</param>
    public static IReadOnlyList<SubtitleCue> Add(
        IReadOnlyList<SubtitleCue> cues, IReadOnlyList<TranscriptToken> tokens, int width)
    {
        var translations = cues.Select(_ => new List<string>()).ToArray();
        foreach (var sentence in Sentences(tokens))
        {
            var weights = cues.Select(cue => cue.Speaker == sentence.Speaker ? Overlap(cue, sentence) : 0).ToArray();
            Share(sentence.Translation, weights, translations);
        }
        return [.. cues.Zip(translations, (cue, own) => cue with { Lines = [.. cue.Lines, .. Lines(own, width)] })];
    }

    private static double Overlap(SubtitleCue cue, TranslatedSentenceRange sentence)
        => Math.Max(0, Math.Min(cue.End.TotalMilliseconds, sentence.EndMs) - Math.Max(cue.Start.TotalMilliseconds, sentence.StartMs));

    private static void Share(string text, double[] weights, List<string>[] translations)
    {
        var total = weights.Sum();
        if (total <= 0) return;
        var units = SubtitleUnit.Of([new TranscriptToken { Text = text, StartMs = 0, EndMs = 1, Confidence = 1 }], int.MaxValue);
        var length = units.Sum(unit => unit.Cells);
        var (cue, before, at) = (Array.FindIndex(weights, w => w > 0), 0.0, 0);
        foreach (var unit in units)
        {
            // A word goes where its middle falls.
            var middle = (at + unit.Cells / 2.0) / length * total;
            while (middle > before + weights[cue] && Array.FindIndex(weights, cue + 1, w => w > 0) is >= 0 and var next)
            {
                before += weights[cue];
                cue = next;
            }
            var meets = at == 0 && translations[cue] is [.., var last] && !JoinsWithout(last, unit.Text);
            translations[cue].Add(unit.SpaceBefore || meets ? $" {unit.Text}" : unit.Text);
            at += unit.Cells;
        }
    }

    private static bool JoinsWithout(string before, string after)
        => Script.IsCjk(before.EnumerateRunes().Last()) && Script.IsCjk(after.EnumerateRunes().First());

    /// <summary>The fewest lines that the words fit into, as even as they can be.</summary>
    private static List<string> Lines(List<string> words, int width)
    {
        var lines = Filled(words, width);
        while (width-- > 1 && Filled(words, width) is var narrower && narrower.Count == lines.Count) lines = narrower;
        return lines;
    }

    private static List<string> Filled(List<string> words, int width)
    {
        List<string> lines = [];
        foreach (var word in words)
        {
            if (lines.Count > 0 && Script.Cells(lines[^1]) + Script.Cells(word) <= width) lines[^1] += word;
            else lines.Add(word.TrimStart(' '));
        }
        return lines;
    }

    /// <summary>Pairs runs of translated tokens with the translations that follow them.</summary>
    private static IEnumerable<TranslatedSentenceRange> Sentences(IReadOnlyList<TranscriptToken> tokens)
    {
        List<TranscriptToken> originals = [];
        for (var i = 0; i < tokens.Count;)
        {
            var status = tokens[i].TranslationStatus;
            var end = i;
            while (end < tokens.Count && tokens[end].TranslationStatus == status) end++;
            var run = tokens.Skip(i).Take(end - i).ToList();
            if (status is TranslationStatus.Translation && originals.Count > 0)
            {
                yield return new TranslatedSentenceRange(
                    originals[0].Speaker, originals.Min(t => t.StartMs ?? 0), originals.Max(t => t.EndMs ?? 0),
                    string.Concat(run.Select(t => t.Text)).Trim(' '));
            }
            originals = status is TranslationStatus.Original ? run : [];
            i = end;
        }
    }

    private sealed record TranslatedSentenceRange(string? Speaker, long StartMs, long EndMs, string Translation);
}
