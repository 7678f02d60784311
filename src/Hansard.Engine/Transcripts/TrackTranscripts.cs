using System.Globalization;

namespace Hansard.Engine.Transcripts;

/// <summary>Joins the transcripts of a recording's sound tracks into one that has them track after track.</summary>
/// <remarks>
/// Speakers are numbered on from track to track: people on two microphones are two, and a dubbed film has other people on each track.
/// </remarks>
internal static class TrackTranscripts
{
    /// <param name="tracks">One for each transcript.</param>
    /// <param name="transcripts">Of the tracks, in their order.</param>
    public static Transcript Join(IReadOnlyList<TranscriptTrack> tracks, IReadOnlyList<Transcript> transcripts)
    {
        List<TranscriptToken> tokens = [];
        List<SpeakerTurn> turns = [];
        List<TranscriptSpeaker> speakers = [];
        foreach (var (track, transcript) in tracks.Zip(transcripts))
        {
            var (first, others) = (tokens.Count, speakers.Count);
            tokens.AddRange(transcript.Tokens.Select(
                token => token with { Speaker = Numbered(token.Speaker, others), Track = track.Number }));
            if (first > 0 && first < tokens.Count) tokens[first] = tokens[first] with { Text = $" {tokens[first].Text.TrimStart(' ')}" };
            turns.AddRange(transcript.Turns.Select(turn => turn with { Speaker = Numbered(turn.Speaker, others)! }));
            speakers.AddRange(transcript.Speakers.Select(
                speaker => speaker with { Speaker = Numbered(speaker.Speaker, others)!, Track = track.Number }));
        }
        return new Transcript(tokens, transcripts.Max(t => t.Duration), MainLanguage.Of(tokens))
        {
            Tracks = tracks,
            Turns = [.. turns.OrderBy(turn => turn.Start)],
            Speakers = speakers,
            Warnings = [.. tracks.Zip(transcripts).SelectMany(t => t.Second.Warnings.Select(w => $"Sound track {t.First.Name}: {w}"))],
            UntranslatedLanguages = [.. transcripts.SelectMany(t => t.UntranslatedLanguages).Distinct()],
        };
    }

    /// <summary>The tokens of each track.</summary>
    /// <param name="transcript">Of tracks, or of a recording that has only one.</param>
    public static IEnumerable<TrackTokens> Divide(Transcript transcript)
    {
        if (transcript.Tracks.Count == 0) return [new TrackTokens(null, transcript.Tokens)];
        var tokens = transcript.Tokens.ToLookup(token => token.Track);
        return transcript.Tracks.Select(track => new TrackTokens(track, [.. tokens[track.Number]]));
    }

    private static string? Numbered(string? speaker, int others) => speaker is null
        ? null
        : (int.Parse(speaker, CultureInfo.InvariantCulture) + others).ToString(CultureInfo.InvariantCulture);
}
