using System.Text.Json;
using Hansard.Engine.Transcripts;
using Hansard.Server.Contract;

namespace Hansard.Server.Jobs;

/// <summary>The sound tracks of a transcript in the form in which they are stored and returned.</summary>
internal static class TranscriptTracks
{
    /// <returns>A JSON array of <see cref="TrackEntry"/>; null unless all tracks of a recording with several were asked for.</returns>
    public static string? Json(Transcript transcript) => transcript.Tracks.Count == 0
        ? null
        : JsonSerializer.Serialize(transcript.Tracks.Select(Entry).ToList(), JsonSettings.Stored);

    private static TrackEntry Entry(TranscriptTrack track)
        => new() { Track = track.Number, Language = track.Language, Title = track.Title };
}
