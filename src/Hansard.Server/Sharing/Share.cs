namespace Hansard.Server.Sharing;

/// <summary>A link that shows a transcript to whoever has it, until a date.</summary>
/// <remarks>A class for the database: it is filled column by column.</remarks>
internal sealed record Share
{
    /// <summary>A UUID, to withdraw it by.</summary>
    public required string Id { get; init; }

    /// <summary>The transcription that it shows.</summary>
    public required string TranscriptionId { get; init; }

    /// <summary>Indicates whether the recording may be heard too.</summary>
    public required bool Audio { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>The same; from then on it shows nothing.</summary>
    public required long ExpiresAt { get; init; }
}
