namespace Hansard.Engine.Transcripts.Renderings;

/// <summary>Closeness of a rendering to what was said.</summary>
public enum TranscriptStyle
{
    /// <summary>All words that were recognised.</summary>
    Verbatim,

    /// <summary>Without fillers, false starts and words said twice.</summary>
    Clean,
}
