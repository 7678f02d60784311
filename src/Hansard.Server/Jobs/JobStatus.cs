namespace Hansard.Server.Jobs;

/// <summary>The states of a transcription, as the database and the API write them.</summary>
internal static class JobStatus
{
    /// <summary>Waits for a worker.</summary>
    public const string Queued = "queued";

    /// <summary>A worker has it.</summary>
    public const string Processing = "processing";

    /// <summary>Has a transcript.</summary>
    public const string Completed = "completed";

    /// <summary>Has ended without one, with a reason.</summary>
    public const string Error = "error";
}
