namespace Hansard.Server.Transcriptions;

/// <summary>What became of a transcription that was to be deleted.</summary>
internal enum DeleteOutcome
{
    /// <summary>It is gone.</summary>
    Deleted,

    /// <summary>The project has no such transcription.</summary>
    NotFound,

    /// <summary>A worker has it.</summary>
    Processing,
}
