using Hansard.Engine.Transcripts;

namespace Hansard.Engine;

/// <summary>Options of the enrolment of one voice.</summary>
public sealed record VoiceEnrolmentOptions
{
    /// <summary>
    /// Stretches of the recording in which the person speaks, such as the turns of one speaker of a transcript, in any order; where they
    /// overlap they count once. Empty: the whole recording.
    /// </summary>
    public IReadOnlyList<TimeRange> Ranges { get; init; } = [];

    /// <summary>The channel on which the person speaks, from 0 on; null: all channels, mixed.</summary>
    public int? Channel { get; init; }

    /// <inheritdoc cref="TranscriptionOptions.MaximumDuration" />
    public TimeSpan? MaximumDuration { get; init; }
}
