using System.Globalization;

namespace Hansard.Engine.Transcripts;

/// <summary>
/// Writes a transcript as a table (RFC 4180, though lines end in a line feed): a row for each paragraph, with its times in seconds.
/// </summary>
internal static class CsvText
{
    /// <param name="transcript">All of it.</param>
    /// <param name="names">Of its speakers.</param>
    /// <param name="options">Translations instead of what they translate, or in columns of their own.</param>
    /// <param name="output">Receives the text.</param>
    public static void Write(Transcript transcript, SpeakerNames names, TranscriptWriterOptions options, TextWriter output)
    {
        var hasTracks = transcript.Tracks.Count > 0;
        Row(["start", "end", "speaker", "language", "text", "confidence", "translation_language", "translation"], "track");
        foreach (var part in TrackTranscripts.Divide(transcript))
        {
            foreach (var paragraph in Paragraphs.Of(part.Tokens, options))
            {
                Row(
                    [
                        Seconds(paragraph.Start), Seconds(paragraph.End), paragraph.Speaker is { } speaker ? names.Of(speaker) : "",
                        paragraph.Language ?? "", paragraph.Text, paragraph.Confidence.ToString("F3", CultureInfo.InvariantCulture),
                        paragraph.TranslationLanguage ?? "", paragraph.Translation ?? "",
                    ],
                    part.Track?.Number.ToString(CultureInfo.InvariantCulture));
            }
        }

        void Row(IEnumerable<string> cells, string? track)
            => output.Write($"{string.Join(',', (hasTracks ? cells.Prepend(track ?? "") : cells).Select(Cell))}\n");
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture);

    // A spreadsheet takes a cell that begins like this for a formula, quoted or not (OWASP, CSV Injection).
    private static string Cell(string text)
    {
        if (text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..]) text = $"'{text}";
        return text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";
    }
}
