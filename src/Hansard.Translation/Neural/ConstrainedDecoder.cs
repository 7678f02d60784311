using System.Numerics.Tensors;

namespace Hansard.Translation.Neural;

/// <summary>
/// Beam search for the most probable sentence that contains given phrases: lexically constrained decoding with dynamic beam
/// allocation (Post and Vilar 2018, "Fast Lexically Constrained Decoding with Dynamic Beam Allocation").
/// </summary>
/// <remarks>
/// Hypotheses compete only with those that have written as many ids of the phrases (a bank), so that those with more, which look worse at
/// first, survive; a sentence may end only when all are written. A phrase once begun is finished: the paper lets it be
/// given up, but the hypothesis that did not begin it is still in the bank below. Costs (ids of the phrases + 1) × <see cref="BeamOfBank"/>
/// rows, so it is for the few sentences whose terms plain decoding misses.
/// </remarks>
internal sealed class ConstrainedDecoder(Seq2SeqNetwork network, Seq2SeqConfiguration configuration, TranslationTokenizer tokenizer)
{
    /// <summary>Hypotheses kept in a bank.</summary>
    private const int BeamOfBank = 3;

    /// <summary>Rows of a step at most: three times a batch of plain decoding, a bound on memory.</summary>
    private const int MaximumRows = 48;

    /// <summary>Phrases at most; what is met of them is kept in the bits of a number.</summary>
    private const int MaximumPhrases = 16;

    /// <summary>Finished hypotheses after which the search ends.</summary>
    private const int EnoughFinished = 4;

    /// <summary>Translates one sentence.</summary>
    /// <param name="source">Ids with everything the model wants around them.</param>
    /// <param name="forced">The target's first token, for models that name the target language so.</param>
    /// <param name="phrases">What the target must contain.</param>
    /// <param name="cancellationToken">Observed before each token.</param>
    /// <returns>The best sentence with all phrases, or null if none was found within the limit of length.</returns>
    public TargetSequence? Decode(int[] source, int? forced, IReadOnlyList<RequiredPhrase> phrases, CancellationToken cancellationToken)
    {
        if (phrases.Count > MaximumPhrases) return null;
        using var rows = network.Start([source], configuration.Padding);
        rows.Step([configuration.DecoderStart]);
        if (forced is { } language) rows.Step([language]);

        var total = phrases.Sum(p => p.Inside.Length);
        var beam = Math.Max(1, Math.Min(BeamOfBank, MaximumRows / (total + 1)));
        var finished = new List<FinishedHypothesis>();
        ConstrainedHypothesis[] active = [ConstrainedHypothesis.Empty];
        var limit = configuration.TargetLimit(source.Length) + total;
        for (var step = 0; step < limit && active.Length > 0 && finished.Count < EnoughFinished; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var candidates = new List<ExtendedHypothesis>();
            for (var row = 0; row < active.Length; row++) Extend(row, active[row], rows.Logits(row), phrases, beam, candidates, finished);

            var kept = candidates.GroupBy(c => c.Hypothesis.Bank(phrases)).OrderByDescending(bank => bank.Key)
                .SelectMany(bank => bank.OrderByDescending(c => c.Hypothesis.LogProbability).Take(beam)).Take(MaximumRows).ToArray();
            if (kept.Length == 0) break;
            active = [.. kept.Select(k => k.Hypothesis)];
            rows.Select([.. kept.Select(k => k.Row)]);
            rows.Step([.. active.Select(h => h.Ids[^1])]);
        }

        if (finished.Count == 0) return null;
        var (best, logProbability) = finished.MaxBy(f => f.LogProbability / (f.Hypothesis.Ids.Count + 1));
        return new TargetSequence(best.Ids, logProbability, Ended: true);
    }

    private void Extend(
        int row, ConstrainedHypothesis hypothesis, Span<float> logits, IReadOnlyList<RequiredPhrase> phrases, int beam,
        List<ExtendedHypothesis> candidates, List<FinishedHypothesis> finished)
    {
        foreach (var id in configuration.Banned)
            if (id < logits.Length) logits[id] = float.NegativeInfinity;
        var normaliser = LogSumExp(logits);
        if (hypothesis.Phrase >= 0)
        {
            var next = hypothesis.Current(phrases)[hypothesis.Progress];
            candidates.Add(new ExtendedHypothesis(row, hypothesis.Advance(hypothesis.Phrase, logits[next] - normaliser, phrases)));
            return;
        }

        for (var p = 0; p < phrases.Count; p++)
        {
            if ((hypothesis.Met >> p & 1) != 0) continue;
            var first = (hypothesis.Ids.Count == 0 ? phrases[p].AtStart : phrases[p].Inside)[0];
            candidates.Add(new ExtendedHypothesis(row, hypothesis.Advance(p, logits[first] - normaliser, phrases)));
        }

        var all = (1u << phrases.Count) - 1;
        var endsPhrase = EndsPhrase(hypothesis, phrases);
        for (var taken = 0; taken <= beam; taken++)
        {
            var token = TensorPrimitives.IndexOfMax(logits);
            if (float.IsNegativeInfinity(logits[token])) return;
            var logProbability = logits[token] - normaliser;
            logits[token] = float.NegativeInfinity;
            if (token == configuration.EndOfSequence)
            {
                if (hypothesis.Met == all) finished.Add(new FinishedHypothesis(hypothesis, hypothesis.LogProbability + logProbability));
            }
            else if (!endsPhrase || !tokenizer.ContinuesWord(token))
            {
                candidates.Add(new ExtendedHypothesis(row, hypothesis with
                {
                    Ids = hypothesis.Ids.Add(token),
                    LogProbability = hypothesis.LogProbability + logProbability,
                }));
            }
        }
    }

    // After a phrase a new word has to begin, or it would be written as part of a longer one.
    private static bool EndsPhrase(ConstrainedHypothesis hypothesis, IReadOnlyList<RequiredPhrase> phrases)
        => hypothesis.Ids.Count > 0 && phrases.Any(p => EndsWith(hypothesis.Ids, p.Inside) || EndsWith(hypothesis.Ids, p.AtStart));

    private static bool EndsWith(System.Collections.Immutable.ImmutableList<int> ids, int[] phrase)
    {
        if (ids.Count < phrase.Length) return false;
        for (var i = 1; i <= phrase.Length; i++)
            if (ids[^i] != phrase[^i]) return false;
        return true;
    }

    private static double LogSumExp(ReadOnlySpan<float> logits)
    {
        var maximum = TensorPrimitives.Max(logits);
        var exponentials = new float[logits.Length];
        TensorPrimitives.Subtract(logits, maximum, exponentials);
        TensorPrimitives.Exp<float>(exponentials, exponentials);
        return maximum + Math.Log(TensorPrimitives.Sum<float>(exponentials));
    }

    /// <summary>A hypothesis that goes on.</summary>
    /// <param name="Row">The row that it was extended from.</param>
    /// <param name="Hypothesis">With its new id.</param>
    private readonly record struct ExtendedHypothesis(int Row, ConstrainedHypothesis Hypothesis);

    /// <summary>A hypothesis that ended.</summary>
    /// <param name="Hypothesis">Without the end.</param>
    /// <param name="LogProbability">With the end.</param>
    private readonly record struct FinishedHypothesis(ConstrainedHypothesis Hypothesis, double LogProbability);
}
