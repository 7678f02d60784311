namespace Hansard.Server.Search;

/// <summary>A stretch of a transcript of some sentences, as it is shown where something is found in it.</summary>
internal sealed record Passage
{
    /// <summary>From the start of the recording.</summary>
    public required long StartMs { get; init; }

    /// <summary>From the start of the recording.</summary>
    public required long EndMs { get; init; }

    /// <summary>As on the tokens; null without diarization.</summary>
    public string? Speaker { get; init; }

    /// <summary>The speaker's name in the newest revision; null where it has none.</summary>
    public string? SpeakerName { get; init; }

    /// <summary>The text that was spoken.</summary>
    public required string Text { get; init; }

    /// <summary>The text and its translation, as they are searched; with marks (<see cref="MarkedWords"/>) where it was found.</summary>
    public required string Words { get; init; }
}
