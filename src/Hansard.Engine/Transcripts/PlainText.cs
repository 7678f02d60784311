namespace Hansard.Engine.Transcripts;

/// <summary>Writes a transcript as paragraphs, each a line, with an empty line between them.</summary>
internal static class PlainText
{
    // A pause this long between two sentences begins a paragraph.
    private const long SentencePauseMs = 1_500;

    // And this long anywhere.
    private const long PauseMs = 4_000;

    // A paragraph of this many characters ends at the next breath, and one of twice as many with the next sentence.
    private const int LongParagraph = 600;
    private const long BreathMs = 500;

    /// <param name="tokens">What is shown, with times.</param>
    /// <param name="output">Where to.</param>
    public static void Write(IReadOnlyList<TranscriptToken> tokens, TextWriter output)
    {
        var length = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            var text = tokens[i].Text;
            if (i > 0 && BeginsParagraph(tokens, i, length))
            {
                output.Write("\n\n");
                length = 0;
            }

            if (length == 0)
            {
                text = text.TrimStart(' ');
                if (tokens[i].Speaker is { } speaker && (i == 0 || tokens[i - 1].Speaker != speaker)) text = $"Speaker {speaker}: {text}";
            }

            output.Write(text);
            length += text.Length;
        }

        if (tokens.Count > 0) output.Write('\n');
    }

    private static bool BeginsParagraph(IReadOnlyList<TranscriptToken> tokens, int i, int length)
    {
        var (before, after) = (tokens[i - 1], tokens[i]);
        if (before.Speaker != after.Speaker) return true;
        if (Sentences.EndAfter(tokens, i - 1))
        {
            var pause = after.StartMs - before.EndMs;
            return before.Language != after.Language || pause >= SentencePauseMs || (length >= LongParagraph && pause >= BreathMs) || length >= 2 * LongParagraph;
        }

        // Never inside a word, whatever its times and labels say.
        var betweenWords = after.Text[0] == ' ' || !Script.WritesSpaces(after.Language);
        return betweenWords && (before.Language != after.Language || after.StartMs - before.EndMs >= PauseMs);
    }
}
