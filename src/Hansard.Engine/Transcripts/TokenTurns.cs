namespace Hansard.Engine.Transcripts;

/// <summary>Turns of speakers by their words, where those of the sound are not at hand: in a transcript that was stored.</summary>
internal static class TokenTurns
{
    /// <summary>A longer pause of a speaker ends a turn: what scoring tools take for one (NIST md-eval joins no more than 0.3 s).</summary>
    private const long LongestPauseMs = 1_000;

    /// <param name="tokens">All tokens of a transcript.</param>
    /// <returns>Turns in time order; none where speakers are not told.</returns>
    public static IReadOnlyList<SpeakerTurn> Of(IReadOnlyList<TranscriptToken> tokens)
    {
        List<SpeakerTurn> turns = [];
        Dictionary<string, int> latest = [];
        foreach (var token in tokens)
        {
            if (token is not { Speaker: { } speaker, StartMs: { } startMs, EndMs: { } endMs } || endMs <= startMs) continue;
            var (start, end) = (TimeSpan.FromMilliseconds(startMs), TimeSpan.FromMilliseconds(endMs));
            if (latest.TryGetValue(speaker, out var own) && startMs - turns[own].End.TotalMilliseconds <= LongestPauseMs)
            {
                if (end > turns[own].End) turns[own] = turns[own] with { End = end };
                continue;
            }
            latest[speaker] = turns.Count;
            turns.Add(new SpeakerTurn(start, end, speaker));
        }
        return [.. turns.OrderBy(turn => turn.Start)];
    }
}
