using System.Text.Json.Serialization;

namespace Hansard.Server.FolderWatch;

/// <summary>Knowledge of a recording, by its path.</summary>
internal sealed record JournalEntry
{
    /// <summary>Below the folder, with slashes.</summary>
    public required string Path { get; init; }

    /// <summary>Size in bytes.</summary>
    public long Size { get; init; }

    /// <summary>Time of its last change, in ticks of UTC.</summary>
    public long Modified { get; init; }

    /// <summary>SHA-256 of its content.</summary>
    public required string Content { get; init; }

    /// <summary>Progress of the work.</summary>
    public required JournalState State { get; init; }

    /// <summary>For people: why it failed or was skipped.</summary>
    public string? Reason { get; init; }

    /// <summary>Time of the entry.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Path of its transcripts below their folder, without what formats and languages add.</summary>
    public required string Base { get; init; }

    /// <summary>Transcripts of the recording.</summary>
    public IReadOnlyList<WrittenFile> Files { get; init; } = [];

    /// <summary>While it is being written: transcripts of what the recording held before.</summary>
    public IReadOnlyList<WrittenFile> Earlier { get; init; } = [];

    /// <summary>While it is under way: what the work can be found again by; null if it cannot.</summary>
    public string? Ticket { get; init; }

    /// <summary>State of the file that this was written of.</summary>
    [JsonIgnore]
    public FileStamp Stamp => new(Size, Modified);

    /// <summary>Indicates whether nothing is left to do until the file changes.</summary>
    [JsonIgnore]
    public bool IsEnded => State is JournalState.Done or JournalState.Skipped or JournalState.Failed;

    /// <summary>All transcripts that are this program's own.</summary>
    [JsonIgnore]
    public IEnumerable<WrittenFile> Own => Files.Concat(Earlier);
}

/// <summary>A file that was written.</summary>
/// <param name="Path">Below the folder of transcripts, with slashes.</param>
/// <param name="Content">SHA-256 of what was written.</param>
internal sealed record WrittenFile(string Path, string Content);

/// <summary>States of a recording.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JournalState>))]
internal enum JournalState
{
    /// <summary>Somebody else has been asked for the transcript.</summary>
    Asked,

    /// <summary>The transcript is there, and is being written to its files.</summary>
    Writing,

    /// <summary>The transcript is written.</summary>
    Done,

    /// <summary>No transcript is needed.</summary>
    Skipped,

    /// <summary>There is no transcript, for a reason that lies in the recording.</summary>
    Failed,

    /// <summary>The recording has another path now, or its transcripts were replaced.</summary>
    Removed,
}
