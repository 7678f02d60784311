namespace Hansard.Server.Summaries;

/// <summary>Summaries, which go with their transcriptions.</summary>
internal interface ISummaryStore
{
    /// <summary>Adds one that is to be written, in place of failed ones of its kind.</summary>
    /// <returns>False when the transcription is gone.</returns>
    Task<bool> AddAsync(SummaryRow summary, CancellationToken cancellationToken);

    /// <summary>The summaries of a transcription, newest first.</summary>
    IReadOnlyList<SummaryRow> Of(string transcriptionId);

    /// <summary>Tells that one is being written.</summary>
    Task StartAsync(string id);

    /// <summary>Ends one: with its statements, in place of those of its kind that were, or the reason why there are none.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="statements">JSON array of the API's statements.</param>
    /// <param name="unfounded">Number of statements that were left out.</param>
    /// <param name="error">A sentence.</param>
    Task EndAsync(string id, string? statements, int unfounded, string? error);

    /// <summary>Deletes one.</summary>
    /// <returns>False when the transcription has no such summary.</returns>
    Task<bool> DeleteAsync(string transcriptionId, string id, CancellationToken cancellationToken);

    /// <summary>Ends those that a server was writing when it stopped.</summary>
    Task EndInterruptedAsync(string error, CancellationToken cancellationToken);
}

/// <summary>A summary, as the database has it.</summary>
internal sealed record SummaryRow
{
    /// <summary>A UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Id of its transcription.</summary>
    public required string TranscriptionId { get; init; }

    /// <summary>One of <see cref="SummaryKind.All"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>queued, processing, completed or error, as of transcriptions.</summary>
    public required string Status { get; init; }

    /// <summary>Number of the revision that it is of; 0: the original.</summary>
    public required long Revision { get; init; }

    /// <summary>The model that was asked.</summary>
    public required string Model { get; init; }

    /// <summary>Name of the key that asked for it; empty: none.</summary>
    public required string Author { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>JSON array; null until it is completed.</summary>
    public string? StatementsJson { get; init; }

    /// <summary>Number of statements that were left out.</summary>
    public long Unfounded { get; init; }

    /// <summary>Reason why there is none; null: nothing is wrong.</summary>
    public string? Error { get; init; }
}
