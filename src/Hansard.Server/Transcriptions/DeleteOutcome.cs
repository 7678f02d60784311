namespace Hansard.Server.Transcriptions;

/// <summary>Outcomes of the deletion of a transcription.</summary>
internal enum DeleteOutcome
{
    /// <summary>The transcription is gone.</summary>
    Deleted,

    /// <summary>The project has no such transcription.</summary>
    NotFound,

    /// <summary>A worker has it.</summary>
    Processing,
}
