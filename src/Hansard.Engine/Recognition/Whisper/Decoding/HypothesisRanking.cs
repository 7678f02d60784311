namespace Hansard.Engine.Recognition.Whisper.Decoding;

/// <summary>Chooses among the finished hypotheses of a beam search.</summary>
/// <remarks>
/// By mean log-probability a token, as OpenAI ranks, and a second model's opinion; that never prefers a text for leaving a sentence out,
/// but the mean rewards a text that says its last phrase twice, since the second time is nearly free. Such a text must also be the
/// likelier one as a whole, where length counts against it.
/// </remarks>
internal static class HypothesisRanking
{
    // A third as likely. The recordings of the evaluation have two such texts, and no text that should not end with a stop within 1.4.
    private const double StopLead = 1.1;

    /// <summary>
    /// The same text with the full stop that it lacks, where that is a hypothesis too and hardly less likely: a text ends more often
    /// than a model that cannot hear what follows believes.
    /// </summary>
    /// <param name="best">The best of them.</param>
    /// <param name="hypotheses">Of one window.</param>
    /// <param name="endsSentence">Tells whether a token is a mark that ends a sentence.</param>
    public static Hypothesis WithStop(Hypothesis best, IReadOnlyList<Hypothesis> hypotheses, Func<int, bool> endsSentence)
    {
        if (best.Tokens.Count == 0 || endsSentence(best.Tokens[^1])) return best;
        return hypotheses.FirstOrDefault(other =>
            other.Finished && other.Tokens.Count == best.Tokens.Count + 1 && endsSentence(other.Tokens[^1])
            && other.LogProbability >= best.LogProbability - StopLead
            && other.Tokens.Take(best.Tokens.Count).SequenceEqual(best.Tokens)) ?? best;
    }

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
