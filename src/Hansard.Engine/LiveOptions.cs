namespace Hansard.Engine;

/// <summary>Options of a live transcription.</summary>
/// <param name="Transcription">
/// Options that it shares with those of recordings. <see cref="TranscriptionOptions.MinimumSpeakers"/> is a hint.
/// </param>
public sealed record LiveOptions(TranscriptionOptions Transcription)
{
    /// <summary>Wishes for when utterances are over; null: nobody asks.</summary>
    public EndpointOptions? Endpoints { get; init; }

    /// <summary>Words that ended longer ago than this are final, however doubtful: 0.7 to 6 s.</summary>
    public TimeSpan LongestNonFinal { get; init; } = TimeSpan.FromSeconds(6);
}
