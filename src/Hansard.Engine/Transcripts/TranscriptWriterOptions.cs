namespace Hansard.Engine.Transcripts;

/// <summary>How a <see cref="TranscriptWriter"/> writes.</summary>
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

    /// <summary>What the recording is called in RTTM, whose lines all name it.</summary>
    public string Recording { get; init; } = "recording";

    /// <summary>How subtitles are laid out.</summary>
    public SubtitleOptions Subtitles { get; init; } = new();
}
