namespace Hansard.Server.Jobs;

/// <summary>Keeps what live sessions used.</summary>
internal interface ILiveUsageStore
{
    /// <summary>Adds a session that has ended.</summary>
    Task AddAsync(LiveUsage usage);
}

/// <summary>Usage of a live session.</summary>
internal sealed record LiveUsage
{
    /// <summary>A UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The project whose session it was.</summary>
    public required string ProjectId { get; init; }

    /// <summary>The client's own name for it; null when it gave none.</summary>
    public required string? ClientReferenceId { get; init; }

    /// <summary>As the client named it.</summary>
    public required string Model { get; init; }

    /// <summary>Options of its transcription.</summary>
    public required TranscriptionRequest Request { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public required long Start { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public required long End { get; init; }

    /// <summary>The length of the sound.</summary>
    public required TimeSpan Heard { get; init; }

    /// <summary>Final tokens, translations included.</summary>
    public required long Tokens { get; init; }
}
