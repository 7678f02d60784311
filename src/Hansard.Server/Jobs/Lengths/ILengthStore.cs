namespace Hansard.Server.Jobs.Lengths;

/// <summary>Keeps the estimated lengths of jobs that wait.</summary>
internal interface ILengthStore
{
    /// <summary>Jobs that wait for a worker, with recordings that nobody has looked at; without those that somebody waits for.</summary>
    /// <param name="limit">The most; the oldest come first.</param>
    IReadOnlyList<UnmeasuredJob> Unmeasured(int limit);

    /// <summary>Stores a length.</summary>
    /// <param name="id">The job's.</param>
    /// <param name="length">Of what is to be transcribed; null: the recording does not say.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    Task MeasuredAsync(string id, TimeSpan? length, CancellationToken cancellationToken);
}

/// <summary>A job whose recording nobody has looked at.</summary>
internal sealed record UnmeasuredJob
{
    /// <summary>Of the transcription.</summary>
    public required string Id { get; init; }

    /// <summary>The recording's bytes in the object store.</summary>
    public required string Blob { get; init; }

    /// <summary>JSON of <see cref="TranscriptionRequest"/>.</summary>
    public required string RequestJson { get; init; }
}
