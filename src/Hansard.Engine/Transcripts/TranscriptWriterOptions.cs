using Hansard.Engine.Transcripts.Renderings;

namespace Hansard.Engine.Transcripts;

/// <summary>Options of a <see cref="TranscriptWriter"/>.</summary>
public sealed record TranscriptWriterOptions
{
    /// <summary>
    /// Text and subtitles show the translation in place of what was translated; speech that was not (because it is in the target
    /// language already) stays. JSON always holds everything.
    /// </summary>
    public bool TranslatedOnly { get; init; }

    /// <summary>Text and tables leave translations out. JSON always holds everything.</summary>
    public bool OriginalOnly { get; init; }

    /// <summary>
    /// Subtitles show the translation under what was spoken, each in a line or more. No meaning with <see cref="TranslatedOnly"/>.
    /// </summary>
    public bool Bilingual { get; init; }

    /// <summary>Paragraphs of text and Markdown begin with their time.</summary>
    public bool Timestamps { get; init; }

    /// <summary>JSON in a single line, so that several documents can follow each other as JSON Lines.</summary>
    public bool SingleLineJson { get; init; }

    /// <summary>The name of the recording, which becomes the field <c>file</c> of JSON and the title of Markdown; null: none.</summary>
    public string? FileName { get; init; }

    /// <summary>Name of the recording in RTTM, whose lines all have it.</summary>
    public string Recording { get; init; } = "recording";

    /// <summary>Style, and what is not shown.</summary>
    public RenderingOptions Rendering { get; init; } = new();

    /// <summary>Layout of subtitles.</summary>
    public SubtitleOptions Subtitles { get; init; } = new();
}
