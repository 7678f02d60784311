namespace Hansard.Engine.Transcripts;

/// <summary>Divides tokens into paragraphs.</summary>
internal static class Paragraphs
{
    // A pause this long between two sentences begins a paragraph.
    private const long SentencePauseMs = 1_500;

    // And this long anywhere.
    private const long PauseMs = 4_000;

    // A paragraph of this many characters ends at the next breath, and one of twice as many with the next sentence.
    private const int LongParagraph = 600;
    private const long BreathMs = 500;

    /// <param name="all">All tokens of a track.</param>
    /// <param name="options">Translations instead of what they translate, or none.</param>
    public static IReadOnlyList<Paragraph> Of(IReadOnlyList<TranscriptToken> all, TranscriptWriterOptions options)
    {
        var tokens = TimedTokens.Of(all, options.TranslatedOnly);
        var translations = options.TranslatedOnly || options.OriginalOnly ? [] : TranslationsByToken.Of(all);
        List<Paragraph> paragraphs = [];
        for (var start = 0; start < tokens.Count;)
        {
            var length = tokens[start].Text.TrimStart(' ').Length;
            var end = start + 1;
            for (; end < tokens.Count && !BeginsParagraph(tokens, end, length); end++) length += tokens[end].Text.Length;
            var own = tokens.Skip(start).Take(end - start).ToList();
            var translation = own.SelectMany(token => translations.GetValueOrDefault(token) ?? []).ToList();
            paragraphs.Add(new Paragraph(
                own[0].Speaker, start == 0 || tokens[start - 1].Speaker != own[0].Speaker,
                Time(own[0].StartMs), Time(own.Max(t => t.EndMs)), own[0].Language, Text(own), own.Average(t => t.Confidence))
            {
                Tokens = own.Count,
                Translation = translation.Count == 0 ? null : Text(translation),
                TranslationLanguage = translation.FirstOrDefault()?.Language,
            });
            start = end;
        }
        return paragraphs;
    }

    private static TimeSpan Time(long? milliseconds) => TimeSpan.FromMilliseconds(milliseconds ?? 0);

    private static string Text(IEnumerable<TranscriptToken> tokens) => string.Concat(tokens.Select(t => t.Text)).TrimStart(' ');

    private static bool BeginsParagraph(IReadOnlyList<TranscriptToken> tokens, int i, int length)
    {
        var (before, after) = (tokens[i - 1], tokens[i]);
        if (before.Speaker != after.Speaker) return true;
        if (Sentences.EndAfter(tokens, i - 1))
        {
            var pause = after.StartMs - before.EndMs;
            return before.Language != after.Language || pause >= SentencePauseMs || (length >= LongParagraph && pause >= BreathMs)
                || length >= 2 * LongParagraph;
        }

        // Never inside a word, whatever its times and labels say.
        var betweenWords = after.Text[0] == ' ' || !Script.WritesSpaces(after.Language);
        return betweenWords && (before.Language != after.Language || after.StartMs - before.EndMs >= PauseMs);
    }
}
