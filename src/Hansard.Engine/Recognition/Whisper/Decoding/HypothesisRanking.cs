namespace Hansard.Engine.Recognition.Whisper.Decoding;

/// <summary>Chooses among the finished hypotheses of a beam search.</summary>
/// <remarks>
/// By mean log-probability a token, as OpenAI ranks, and a second model's opinion; that never prefers a text for leaving a sentence out,
/// but the mean rewards a text that says its last phrase twice, since the second time is nearly free. Such a text must also be the
/// likelier one as a whole, where length counts against it.
/// </remarks>
internal static class HypothesisRanking
{
    /// <summary>The best hypothesis; an empty one if there is none.</summary>
    /// <param name="hypotheses">Of one window.</param>
    public static Hypothesis Best(IReadOnlyList<Hypothesis> hypotheses)
    {
        Hypothesis[] finished = [.. hypotheses.Where(h => h.Finished)];
        var best = (finished.Length > 0 ? finished : hypotheses).MaxBy(h => h.MeanLogProbability + h.Opinion)
            ?? new Hypothesis([], 0, Finished: false);
        if (!RepetitionDetector.EndsInRepeat(best.Tokens)) return best;
        var plain = finished.Where(h => !RepetitionDetector.EndsInRepeat(h.Tokens)).MaxBy(h => h.LogProbability);
        return plain is not null && plain.LogProbability > best.LogProbability ? plain : best;
    }
}
