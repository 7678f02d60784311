namespace Hansard.Cli.Remote.Jobs;

/// <summary>State of a submission: how far it has come. Nothing in it is secret.</summary>
internal sealed record ResumeEntry
{
    /// <summary>The reference that an upload is sent with, so that one whose answer was lost is found again.</summary>
    public string? UploadReference { get; init; }

    /// <summary>The uploaded file.</summary>
    public string? FileId { get; init; }

    /// <summary>Time, by the server's clock, from which on the transcription may have been created, its answer having been lost.</summary>
    public DateTimeOffset? CreatingSince { get; init; }

    /// <summary>The transcription.</summary>
    public string? TranscriptionId { get; init; }
}
