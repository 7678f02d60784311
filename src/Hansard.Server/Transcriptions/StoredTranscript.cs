using System.Text.Json;
using Hansard.Engine.Transcripts;
using Hansard.Server.Contract;
using Hansard.Server.Jobs;

namespace Hansard.Server.Transcriptions;

/// <summary>A transcript as the API returns it.</summary>
internal sealed record StoredTranscript
{
    /// <summary>The text that was spoken.</summary>
    public required string Text { get; init; }

    /// <summary>JSON array in UTF-8.</summary>
    public required byte[] Tokens { get; init; }

    /// <summary>Makes a transcript of tokens.</summary>
    public static StoredTranscript Of(IReadOnlyList<TranscriptToken> tokens)
        => new() { Text = new Transcript(tokens, TimeSpan.Zero, null).Text, Tokens = TranscriptJson.Tokens(tokens) };

    /// <summary>The transcript with its tokens as objects, for writing it in another form.</summary>
    /// <param name="row">What belongs to it.</param>
    public Transcript ToTranscript(TranscriptionRow row)
        => new(JsonSerializer.Deserialize<TranscriptToken[]>(Tokens, JsonSettings.Stored)!, row.Duration, null)
        {
            Speakers = [.. (row.Speakers() ?? []).Select(Speaker)],
            Tracks = [.. (row.Tracks() ?? []).Select(t => new TranscriptTrack(t.Track, t.Language, t.Title))],
        };

    private static TranscriptSpeaker Speaker(SpeakerEntry speaker)
        => new(speaker.Speaker, speaker.Name, speaker.Certainty, null) { Track = speaker.Track };
}
