namespace Hansard.Server.Projects;

/// <summary>A key that opens live sessions for a while, for a program that must not have an API key: a web page, an app.</summary>
internal sealed record TemporaryKey
{
    /// <summary>Digest of the key (<see cref="ApiKey.Digest"/>), by which it is known.</summary>
    public required string Digest { get; init; }

    /// <summary>Id of the project whose sessions it opens.</summary>
    public required string ProjectId { get; init; }

    /// <summary>Id of the API key that it was made with, and is revoked with; null on a server without keys.</summary>
    public required string? KeyId { get; init; }

    /// <summary>The name of its sessions in the usage log, whatever they say themselves; null: none.</summary>
    public required string? ClientReferenceId { get; init; }

    /// <summary>Indicates whether it opens one session only.</summary>
    public required bool IsSingleUse { get; init; }

    /// <summary>The longest time of a session; null: not limited.</summary>
    public required long? SessionSeconds { get; init; }

    /// <summary>
    /// Settings with which sessions of OpenAI's realtime API begin, as JSON: it opens those alone. Null: it opens the other live sessions.
    /// </summary>
    public string? RealtimeSession { get; init; }

    /// <summary>Milliseconds since 1970 UTC; from then on it opens nothing, and what is open goes on.</summary>
    public required long ExpiresAt { get; init; }

    /// <summary>Time of its session, of one for a single session, in milliseconds since 1970 UTC; null: there was none yet.</summary>
    public long? UsedAt { get; init; }
}
