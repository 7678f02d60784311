namespace Hansard.Engine.Transcripts;

/// <summary>Options of a <see cref="TranscriptWriter"/>.</summary>
public sealed record TranscriptWriterOptions
{
    /// <summary>
    /// Text and subtitles show the translation in place of what was translated; speech that was not (because it is in the target
    /// language already) stays. JSON always holds everything.
    /// </summary>
    public bool TranslatedOnly { get; init; }

    /// <summary>JSON in a single line, so that several documents can follow each other as JSON Lines.</summary>
    public bool SingleLineJson { get; init; }

    /// <summary>The name of the recording, which becomes the field <c>file</c> of JSON; null: none.</summary>
    public string? FileName { get; init; }

    /// <summary>Name of the recording in RTTM, whose lines all have it.</summary>
    public string Recording { get; init; } = "recording";

    /// <summary>Layout of subtitles.</summary>
    public SubtitleOptions Subtitles { get; init; } = new();
}
