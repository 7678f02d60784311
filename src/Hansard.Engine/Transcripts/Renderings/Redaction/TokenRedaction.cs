namespace Hansard.Engine.Transcripts.Renderings.Redaction;

/// <summary>Replaces what is sensitive in tokens by the names of its kinds.</summary>
/// <remarks>
/// Speakers do not divide a text: a number goes on behind a word of the other's. Where less is found in a translation than in what it
/// translates, the translation is replaced as a whole, so that it gives nothing away.
/// </remarks>
/// <param name="kinds">The kinds to replace.</param>
internal sealed class TokenRedaction(IReadOnlyList<SensitiveKind> kinds)
{
    /// <summary>Replaces it.</summary>
    public void Apply(EditableTokens tokens)
    {
        tokens.ForgetAlternatives();
        var runs = tokens.Runs(bySpeaker: false);
        var redacted = new Dictionary<int, List<SensitiveKind>>();
        foreach (var run in runs.Where(run => !run.IsTranslation))
        {
            var spans = Find(tokens.TextOf(run), run.Language, out var edits);
            foreach (var (span, touched) in spans.Zip(tokens.Apply(run, edits)))
            {
                // Once in each sentence that it touches: its translations stand after them.
                foreach (var last in touched.Where(token => tokens[token].TranslationStatus is TranslationStatus.Original)
                    .GroupBy(token => SentenceOf(tokens, token)))
                {
                    if (!redacted.TryGetValue(last.Key, out var there)) redacted.Add(last.Key, there = []);
                    there.Add(span.Kind);
                }
            }
        }
        foreach (var run in runs.Where(run => run.IsTranslation))
        {
            var spans = Find(tokens.TextOf(run), run.Language, out var edits);
            var needed = redacted.GetValueOrDefault(SentenceOf(tokens, run.Tokens[0])) ?? [];
            if (needed.TrueForAll(kind => spans.Count(span => span.Kind == kind) >= needed.Count(other => other == kind)))
                tokens.Apply(run, edits);
            else
                tokens.Replace(run, string.Join(' ', needed.Select(RenderingOptions.LabelOf)));
        }
    }

    private List<SensitiveSpan> Find(string text, LanguageTable? language, out IReadOnlyList<TextEdit> edits)
    {
        var spoken = SpokenText.Of(text);
        List<SensitiveSpan> spans = [.. SensitiveText.Find(spoken, language).Where(span => kinds.Contains(span.Kind))];
        edits = [.. spans.Select(span => new TextEdit(
            spoken[span.First].Start, spoken[span.End - 1].End, RenderingOptions.LabelOf(span.Kind)))];
        return spans;
    }

    // The first translation token after a token; translations of one sentence follow each other.
    private static int SentenceOf(EditableTokens tokens, int token)
    {
        var at = token;
        while (at < tokens.Count && tokens[at].TranslationStatus is not TranslationStatus.Translation) at++;
        while (at > 0 && at < tokens.Count && at <= token && tokens[at - 1].TranslationStatus is TranslationStatus.Translation) at--;
        return at;
    }
}
