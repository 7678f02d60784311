namespace Hansard.Engine.Transcripts;

/// <summary>Formats in which a transcript can be written.</summary>
public enum TranscriptFormat
{
    /// <summary>Paragraphs of plain text.</summary>
    Txt,

    /// <summary>Text, length, language and tokens as JSON.</summary>
    Json,

    /// <summary>SubRip subtitles.</summary>
    Srt,

    /// <summary>WebVTT subtitles.</summary>
    Vtt,

    /// <summary>Speaker turns, as scoring tools read them.</summary>
    Rttm,

    /// <summary>Paragraphs in Markdown.</summary>
    Md,

    /// <summary>Advanced SubStation Alpha subtitles.</summary>
    Ass,

    /// <summary>A row for each paragraph, for spreadsheets.</summary>
    Csv,
}
