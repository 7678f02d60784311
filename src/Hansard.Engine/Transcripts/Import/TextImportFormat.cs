namespace Hansard.Engine.Transcripts.Import;

/// <summary>Formats of texts that are brought in.</summary>
public enum TextImportFormat
{
    /// <summary>Plain text, whose lines may begin with the name of a speaker.</summary>
    Txt,

    /// <summary>SubRip subtitles.</summary>
    Srt,

    /// <summary>WebVTT subtitles.</summary>
    Vtt,
}
