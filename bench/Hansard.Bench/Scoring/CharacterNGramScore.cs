namespace Hansard.Bench.Scoring;

/// <summary>
/// chrF2 of a corpus (Popović 2015) as sacrebleu computes it: white space left out, orders 1 to 6, F averaged over the orders.
/// </summary>
internal static class CharacterNGramScore
{
    private const int Orders = 6;
    private const double BetaSquared = 4; // chrF2: recall counts twice as much as precision.

    /// <returns>0 to 100.</returns>
    public static double Of(IReadOnlyList<string> references, IReadOnlyList<string> hypotheses)
    {
        var scores = new List<double>();
        for (var order = 1; order <= Orders; order++)
        {
            var (matches, hypothesisCount, referenceCount) = (0, 0, 0);
            foreach (var (reference, hypothesis) in references.Zip(hypotheses))
            {
                var (r, h) = (Count(reference, order), Count(hypothesis, order));
                matches += h.Sum(g => Math.Min(g.Value, r.GetValueOrDefault(g.Key)));
                hypothesisCount += h.Values.Sum();
                referenceCount += r.Values.Sum();
            }

            if (hypothesisCount == 0 || referenceCount == 0) continue;
            var (precision, recall) = ((double)matches / hypothesisCount, (double)matches / referenceCount);
            scores.Add(precision + recall > 0 ? (1 + BetaSquared) * precision * recall / ((BetaSquared * precision) + recall) : 0);
        }

        return 100 * scores.Sum() / Math.Max(1, scores.Count);
    }

    private static Dictionary<string, int> Count(string text, int order)
    {
        var plain = string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i + order <= plain.Length; i++)
        {
            var gram = plain.Substring(i, order);
            counts[gram] = counts.GetValueOrDefault(gram) + 1;
        }

        return counts;
    }
}
