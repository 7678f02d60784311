namespace Hansard.Server.Administration;

/// <summary>State of the download of a model.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="StartedAt">Milliseconds since 1970 UTC.</param>
/// <param name="TotalBytes">Bytes of all its files; null where that is not known.</param>
internal sealed record ModelPull(string Model, long StartedAt, long? TotalBytes)
{
    /// <summary>The status while it goes on.</summary>
    public const string Running = "running";

    /// <summary>The status when all files are here.</summary>
    public const string Completed = "completed";

    /// <summary>The status when it has ended for a reason of its own.</summary>
    public const string Failed = "failed";

    /// <summary>The status when it was not wanted any more.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>One of the above.</summary>
    public string Status { get; init; } = Running;

    /// <summary>The file that is being downloaded; null before the first.</summary>
    public string? File { get; init; }

    /// <summary>Bytes of the files so far.</summary>
    public long ReceivedBytes { get; init; }

    /// <summary>The reason for which it has failed, or a file is being tried again.</summary>
    public string? Message { get; init; }

    /// <summary>Milliseconds since 1970 UTC; null while it runs.</summary>
    public long? EndedAt { get; init; }
}
