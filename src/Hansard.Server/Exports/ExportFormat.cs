using System.Collections.Frozen;
using Hansard.Engine.Transcripts;

namespace Hansard.Server.Exports;

/// <summary>A format in which a transcript can be downloaded.</summary>
/// <param name="Name">Value of <c>format</c>, and the extension of a file.</param>
/// <param name="ContentType">Media type.</param>
/// <param name="Text">The engine's format; null for a document that is no text.</param>
internal sealed record ExportFormat(string Name, string ContentType, TranscriptFormat? Text)
{
    /// <summary>The API's own form, which is no download.</summary>
    public const string Json = "json";

    /// <summary><see cref="Json"/> as a file.</summary>
    public static ExportFormat JsonFile { get; } = new(Json, "application/json", TranscriptFormat.Json);

    /// <summary>All formats but <see cref="Json"/>, by name.</summary>
    public static FrozenDictionary<string, ExportFormat> All { get; } = new ExportFormat[]
    {
        new("txt", "text/plain; charset=utf-8", TranscriptFormat.Txt),
        new("md", "text/markdown; charset=utf-8", TranscriptFormat.Md),
        new("srt", "application/x-subrip; charset=utf-8", TranscriptFormat.Srt),
        new("vtt", "text/vtt; charset=utf-8", TranscriptFormat.Vtt),
        new("ass", "text/x-ssa; charset=utf-8", TranscriptFormat.Ass),
        new("csv", "text/csv; charset=utf-8", TranscriptFormat.Csv),
        new("rttm", "text/plain; charset=utf-8", TranscriptFormat.Rttm),
        new("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", null),
    }.ToFrozenDictionary(format => format.Name, StringComparer.Ordinal);
}
