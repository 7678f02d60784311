namespace Hansard.Engine;

/// <summary>Options with which a corrected text is aligned with its recording.</summary>
public sealed record AlignmentOptions
{
    /// <summary>Language of text whose tokens tell none, ISO 639-1; null: found out by the sound.</summary>
    public string? Language { get; init; }

    /// <summary>The sound track that was transcribed, as in <see cref="TranscriptionOptions.Track"/>; null: the best.</summary>
    public string? Track { get; init; }

    /// <summary>The part of the recording that was transcribed; null: all of it.</summary>
    public RecordingPart? Part { get; init; }

    /// <summary>Time after which the rest keeps its estimated times; null: no limit.</summary>
    public TimeSpan? MaximumTime { get; init; }
}
