namespace Hansard.Server.Administration;

/// <summary>A project, and how much it has.</summary>
internal sealed record ProjectOverview
{
    /// <summary>A UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Unique on this server.</summary>
    public required string Name { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Number of valid keys.</summary>
    public required long Keys { get; init; }

    /// <summary>Number of stored files.</summary>
    public required long Files { get; init; }

    /// <summary>Bytes of them, and of recordings downloaded for jobs that have not ended.</summary>
    public required long Bytes { get; init; }

    /// <summary>Number of transcriptions.</summary>
    public required long Transcriptions { get; init; }
}
