namespace Hansard.Engine;

/// <summary>The part of the work that a transcription is in, in the order in which they come.</summary>
public enum TranscriptionStage
{
    /// <summary>The recording is decoded, and its words recognised.</summary>
    Recognition,

    /// <summary>Speakers are told apart.</summary>
    Diarization,

    /// <summary>Sentences are translated.</summary>
    Translation,
}
