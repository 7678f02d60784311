using Hansard.Engine.Transcripts;
using Hansard.Engine.Translation;

namespace Hansard.Server.Exports;

/// <summary>A form of a transcript that becomes a file.</summary>
/// <param name="Format">Its format.</param>
/// <param name="Writer">Options of the format.</param>
/// <param name="Translation">The one of several languages of translations that it shows; null for all that there are.</param>
internal sealed record TranscriptForm(ExportFormat Format, TranscriptWriterOptions Writer, string? Translation)
{
    /// <summary>Indicates whether it is one of subtitles.</summary>
    public bool IsSubtitle => Format.Name is "srt" or "vtt" or "ass";

    /// <summary>The forms of a format.</summary>
    /// <param name="format">The format.</param>
    /// <param name="writer">Options of the format.</param>
    /// <param name="translations">Languages of translations that have files of their own.</param>
    /// <returns>
    /// One for what was said and one for each translation; a single one where there are none, and of JSON, which holds all of it, and
    /// RTTM, because who speaks when is the same in all languages.
    /// </returns>
    public static IEnumerable<TranscriptForm> Of(ExportFormat format, TranscriptWriterOptions writer, IReadOnlyList<string> translations)
    {
        var all = new TranscriptForm(format, writer, null);
        if (translations.Count == 0 || format.Name is "json" or "rttm") return [all];
        var original = all with { Writer = writer with { OriginalOnly = true, TranslatedOnly = false, Bilingual = false } };
        var isBilingual = writer.Bilingual && all.IsSubtitle;
        var translated = translations.Select(
            language => new TranscriptForm(format, writer with { TranslatedOnly = !isBilingual }, language));
        return writer.TranslatedOnly ? translated : translated.Prepend(original);
    }

    /// <summary>Makes the content of the file.</summary>
    public byte[] Render(Transcript transcript)
        => TranscriptExport.Write(Format, Translation is null ? transcript : TranslatedInto.Select(transcript, Translation), Writer);
}
