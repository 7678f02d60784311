namespace Hansard.Engine.Transcripts;

/// <summary>
/// Writes a transcript as paragraphs, each a line, with an empty line between them. The translation of a paragraph is the line under it,
/// marked with its language.
/// </summary>
internal static class PlainText
{
    // A pause this long between two sentences begins a paragraph.
    private const long SentencePauseMs = 1_500;

    // And this long anywhere.
    private const long PauseMs = 4_000;

    // A paragraph of this many characters ends at the next breath, and one of twice as many with the next sentence.
    private const int LongParagraph = 600;
    private const long BreathMs = 500;

    /// <param name="transcript">All of it; where it has several sound tracks, each stands under a line with its name.</param>
    /// <param name="names">Of its speakers.</param>
    /// <param name="translatedOnly">Translations instead of what they translate, not under it.</param>
    /// <param name="output">Receives the text.</param>
    public static void Write(Transcript transcript, SpeakerNames names, bool translatedOnly, TextWriter output)
    {
        var isLater = false;
        foreach (var part in TrackTranscripts.Divide(transcript))
        {
            if (isLater) output.Write('\n');
            if (part.Heading is { } heading) output.Write($"== {heading}\n");
            Write(part.Tokens, names, translatedOnly, output);
            isLater = true;
        }
    }

    private static void Write(IReadOnlyList<TranscriptToken> all, SpeakerNames names, bool translatedOnly, TextWriter output)
    {
        var tokens = TimedTokens.Of(all, translatedOnly);
        var translations = translatedOnly ? [] : Translations(all);
        List<TranscriptToken> pending = [];
        var length = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            var text = tokens[i].Text;
            if (i > 0 && BeginsParagraph(tokens, i, length))
            {
                WriteTranslation(pending, output);
                output.Write("\n\n");
                length = 0;
            }

            if (length == 0)
            {
                text = text.TrimStart(' ');
                if (tokens[i].Speaker is { } speaker && (i == 0 || tokens[i - 1].Speaker != speaker)) text = $"{names.Of(speaker)}: {text}";
            }

            output.Write(text);
            length += text.Length;
            if (translations.TryGetValue(tokens[i], out var translation)) pending.AddRange(translation);
        }

        WriteTranslation(pending, output);
        if (tokens.Count > 0) output.Write('\n');
    }

    private static void WriteTranslation(List<TranscriptToken> translation, TextWriter output)
    {
        if (translation.Count == 0) return;
        output.Write($"\n[{translation[0].Language}] {string.Concat(translation.Select(t => t.Text)).TrimStart(' ')}");
        translation.Clear();
    }

    /// <summary>Finds the token under which each translation is written: the last one that was spoken before it.</summary>
    private static Dictionary<TranscriptToken, List<TranscriptToken>> Translations(IReadOnlyList<TranscriptToken> tokens)
    {
        // By reference: two tokens may well be equal.
        Dictionary<TranscriptToken, List<TranscriptToken>> translations = new(ReferenceEqualityComparer.Instance);
        TranscriptToken? spoken = null;
        foreach (var token in tokens.Where(t => t.Text.Length > 0))
        {
            if (token.TranslationStatus is not TranslationStatus.Translation) spoken = token;
            else if (spoken is not null && translations.TryGetValue(spoken, out var earlier)) earlier.Add(token);
            else if (spoken is not null) translations.Add(spoken, [token]);
        }
        return translations;
    }

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
