using Hansard.Engine.Transcripts;
using Hansard.Server.Exports;

namespace Hansard.Server.FolderWatch;

/// <summary>The files that a watch makes of a transcript: one for each format, and each translation that has files of its own.</summary>
/// <param name="formats">The formats.</param>
/// <param name="writer">Options of all of them.</param>
/// <param name="translations">Languages of translations that have files of their own.</param>
/// <param name="isBeside">They go beside their recordings, where names of subtitles say their language, as media servers expect.</param>
internal sealed class WatchedForms(
    IReadOnlyList<ExportFormat> formats, TranscriptWriterOptions writer, IReadOnlyList<string> translations, bool isBeside)
{
    /// <summary>
    /// Ends that they add to a recording's name, such as <c>.srt</c>; null where they show only when it is transcribed.
    /// </summary>
    public IReadOnlyList<string>? Suffixes
    {
        get
        {
            var forms = FormsOf("recording").ToList();
            return isBeside && forms.Any(form => form.IsSubtitle) ? null : [.. forms.Select(form => Suffix(form, null))];
        }
    }

    /// <summary>Makes the files.</summary>
    /// <param name="recording">Path of the recording.</param>
    /// <param name="transcript">Its transcript.</param>
    public IReadOnlyList<TranscribedFile> Render(string recording, Transcript transcript)
    {
        var spoken = transcript.Language ?? SpokenIn(transcript);
        // Subtitles of nothing would be offered by a media server.
        return [.. FormsOf(Path.GetFileNameWithoutExtension(recording))
            .Where(form => !isBeside || !form.IsSubtitle || transcript.Tokens.Count > 0)
            .DistinctBy(form => Suffix(form, spoken)) // Whoever speaks the language of a translation is not translated.
            .Select(form => new TranscribedFile(Suffix(form, spoken), form.Render(transcript)))];
    }

    private IEnumerable<TranscriptForm> FormsOf(string title) => formats.SelectMany(format => TranscriptForm.Of(
        format, writer with { Recording = title, FileName = format.Text is null ? title : null }, translations));

    private string Suffix(TranscriptForm form, string? spoken)
    {
        var language = form.Translation ?? (isBeside && form.IsSubtitle ? spoken : null);
        return $"{(language is null ? "" : $".{language}")}.{form.Format.Name}";
    }

    private static string? SpokenIn(Transcript transcript)
        => transcript.Tokens.Where(token => token.TranslationStatus is not TranslationStatus.Translation)
            .Select(token => token.Language)
            .OfType<string>()
            .CountBy(language => language)
            .OrderByDescending(each => each.Value)
            .Select(each => each.Key)
            .FirstOrDefault();
}
