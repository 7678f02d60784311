using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Transcripts.Alignments;
using Hansard.Server.Exports;

namespace Hansard.Cli.Align;

/// <summary>Writes an aligned text, and tells where text and sound part.</summary>
internal static class AlignmentFile
{
    // Of each sort; JSON has all.
    private const int MostNotes = 5;

    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>The content of the file.</summary>
    /// <param name="aligned">The text with its times.</param>
    /// <param name="format">Any but that of speaker turns.</param>
    /// <param name="layout">Layout of subtitles.</param>
    /// <param name="title">Name of the recording.</param>
    public static byte[] Write(AlignedText aligned, ExportFormat format, SubtitleOptions layout, string title)
        => format.Name == ExportFormat.Json
            ? Encoding.UTF8.GetBytes(JsonSerializer.Serialize(Document(aligned), Json) + "\n")
            : TranscriptExport.Write(format, aligned.Transcript, new TranscriptWriterOptions
            {
                Timestamps = true,
                Subtitles = layout,
                FileName = format.Text is null ? title : null,
                Recording = title,
            });

    /// <summary>Sentences on where text and sound part.</summary>
    public static IEnumerable<string> Notes(AlignedText aligned)
    {
        var unsaid = aligned.Words.Where(word => !word.IsSaid).ToList();
        var said = aligned.Words.Count - unsaid.Count;
        yield return $"{said} of {aligned.Words.Count} words of the text are said; "
            + $"{aligned.SpeechWithoutText.Count} stretches of speech have no text.";
        foreach (var word in unsaid.Take(MostNotes))
            yield return $"  not said: {Printable.Of(word.Text)}, which would be at {Time(word.StartMs)}";
        if (unsaid.Count > MostNotes) yield return $"  … and {unsaid.Count - MostNotes} more; --format json has all.";
        foreach (var speech in aligned.SpeechWithoutText.Take(MostNotes))
            yield return $"  no text: {Time(speech.StartMs)} to {Time(speech.EndMs)}, heard: {Printable.Of(speech.Text)}";
        if (aligned.SpeechWithoutText.Count > MostNotes)
            yield return $"  … and {aligned.SpeechWithoutText.Count - MostNotes} more; --format json has all.";
    }

    private static object Document(AlignedText aligned) => new
    {
        aligned.Transcript.Text,
        DurationMs = (long)Math.Round(aligned.Transcript.Duration.TotalMilliseconds),
        aligned.Transcript.Language,
        Words = aligned.Words.Select(word => new { word.Text, word.StartMs, word.EndMs, word.Confidence, Said = word.IsSaid }),
        SpeechWithoutText = aligned.SpeechWithoutText,
    };

    private static string Time(long milliseconds) => ClockTime.Of(TimeSpan.FromMilliseconds(milliseconds));
}
