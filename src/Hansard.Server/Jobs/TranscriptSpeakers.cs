using System.Text.Json;
using Hansard.Engine.Transcripts;
using Hansard.Server.Contract;

namespace Hansard.Server.Jobs;

/// <summary>The speakers of a transcript in the form in which they are stored and returned.</summary>
internal static class TranscriptSpeakers
{
    // As the confidence of tokens: three decimals say all there is to say.
    private const int Decimals = 3;

    /// <returns>A JSON array of <see cref="SpeakerEntry"/>; null when speakers were not asked for.</returns>
    public static string? Json(Job job, Transcript transcript) => job.Request().EnableSpeakerDiarization
        ? JsonSerializer.Serialize(transcript.Speakers.Select(Entry).ToList(), JsonSettings.Stored)
        : null;

    private static SpeakerEntry Entry(TranscriptSpeaker speaker) => new()
    {
        Speaker = speaker.Speaker,
        Track = speaker.Track,
        Name = speaker.Name,
        Certainty = speaker.Certainty is { } certainty ? Math.Round(certainty, Decimals) : null,
    };
}
