namespace Hansard.Engine.Transcripts;

/// <summary>
/// Writes a transcript as paragraphs, each a line, with an empty line between them. The translation of a paragraph is the line under it,
/// marked with its language.
/// </summary>
internal static class PlainText
{
    /// <param name="transcript">All of it; where it has several sound tracks, each stands under a line with its name.</param>
    /// <param name="names">Of its speakers.</param>
    /// <param name="options">Times before paragraphs, and translations instead of what they translate.</param>
    /// <param name="output">Receives the text.</param>
    public static void Write(Transcript transcript, SpeakerNames names, TranscriptWriterOptions options, TextWriter output)
    {
        var isLater = false;
        foreach (var part in TrackTranscripts.Divide(transcript))
        {
            if (isLater) output.Write('\n');
            if (part.Heading is { } heading) output.Write($"== {heading}\n");
            Write(Paragraphs.Of(part.Tokens, options), names, options.Timestamps, output);
            isLater = true;
        }
    }

    private static void Write(IReadOnlyList<Paragraph> paragraphs, SpeakerNames names, bool timestamps, TextWriter output)
    {
        for (var i = 0; i < paragraphs.Count; i++)
        {
            if (i > 0) output.Write('\n');
            Write(paragraphs[i], names, timestamps, output);
        }
    }

    /// <summary>Writes one paragraph.</summary>
    public static void Write(Paragraph paragraph, SpeakerNames names, bool timestamps, TextWriter output)
    {
        if (timestamps) output.Write($"[{ClockTime.Of(paragraph.Start)}] ");
        if (paragraph is { BeginsTurn: true, Speaker: { } speaker }) output.Write($"{names.Of(speaker)}: ");
        output.Write($"{paragraph.Text}\n");
        if (paragraph.Translation is { } translation) output.Write($"[{paragraph.TranslationLanguage}] {translation}\n");
    }
}
