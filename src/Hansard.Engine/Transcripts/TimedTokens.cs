namespace Hansard.Engine.Transcripts;

/// <summary>The tokens that a reader is shown, each with times.</summary>
internal static class TimedTokens
{
    /// <param name="tokens">All tokens of a transcript.</param>
    /// <param name="translatedOnly">Translations instead of what they translate.</param>
    public static IReadOnlyList<TranscriptToken> Of(IReadOnlyList<TranscriptToken> tokens, bool translatedOnly)
    {
        var shown = translatedOnly ? Translated(tokens) : tokens.Where(t => t.TranslationStatus is not TranslationStatus.Translation);
        return [.. shown.Where(t => t.Text.Length > 0)];
    }

    // A translation has the time of the run of original tokens before it, which it shares out by length. The first of it begins a
    // word even without a space, and so does speech after it.
    private static IEnumerable<TranscriptToken> Translated(IReadOnlyList<TranscriptToken> tokens)
    {
        var previous = default(TranscriptToken);
        for (var i = 0; i < tokens.Count;)
        {
            var end = i;
            while (end < tokens.Count && tokens[end].TranslationStatus == tokens[i].TranslationStatus) end++;
            var run = tokens.Skip(i).Take(end - i).ToList();
            if (run[0].TranslationStatus is TranslationStatus.Translation)
            {
                var originals = tokens.Take(i).Reverse().TakeWhile(t => t.TranslationStatus is TranslationStatus.Original).ToList();
                run = Spread(
                    run, originals.LastOrDefault()?.StartMs ?? previous?.EndMs ?? 0,
                    originals.FirstOrDefault()?.EndMs ?? previous?.EndMs ?? 0);
            }

            // What was translated is shown only if its translation is missing.
            var replaced = run[0].TranslationStatus is TranslationStatus.Original
                && end < tokens.Count && tokens[end].TranslationStatus is TranslationStatus.Translation;
            if (!replaced)
            {
                run[0] = run[0] with { Text = Joined(previous, run[0].Text) };
                foreach (var token in run) yield return token;
                previous = run[^1];
            }

            i = end;
        }
    }

    private static string Joined(TranscriptToken? previous, string text)
    {
        if (text.Length == 0) return text;
        if (previous is null) return text.TrimStart(' ');
        var joins = text[0] == ' ' || previous.Text.EndsWith(' ')
            || (Script.IsCjk(text.EnumerateRunes().First()) && Script.IsCjk(previous.Text.EnumerateRunes().Last()));
        return joins ? text : " " + text;
    }

    private static List<TranscriptToken> Spread(List<TranscriptToken> run, long start, long end)
    {
        var length = Math.Max(1, run.Sum(t => t.Text.Length));
        var spread = new List<TranscriptToken>(run.Count);
        var at = 0;
        foreach (var token in run)
        {
            var from = start + (end - start) * at / length;
            at += token.Text.Length;
            spread.Add(token with { StartMs = from, EndMs = start + (end - start) * at / length });
        }

        return spread;
    }
}
