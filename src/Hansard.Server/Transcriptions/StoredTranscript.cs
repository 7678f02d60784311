namespace Hansard.Server.Transcriptions;

/// <summary>A transcript as the API returns it.</summary>
internal sealed record StoredTranscript
{
    /// <summary>The text that was spoken.</summary>
    public required string Text { get; init; }

    /// <summary>JSON array in UTF-8.</summary>
    public required byte[] Tokens { get; init; }
}
