using System.Numerics.Tensors;

namespace Hansard.Translation.Neural;

/// <summary>The most probable token each time, for a batch of sentences; rows that have ended leave the batch.</summary>
/// <remarks>Greedy search is what Firefox Translations run with (beam-size 1), and as good as a beam of 4 with these models.</remarks>
internal sealed class GreedyDecoder(Seq2SeqNetwork network, Seq2SeqConfiguration configuration)
{
    /// <summary>Translates sentences together.</summary>
    /// <param name="sources">Ids with everything the model wants around them; of similar length, or much is padding.</param>
    /// <param name="forced">The target's first token, for models that name the target language so.</param>
    /// <param name="cancellationToken">Observed before each token.</param>
    public TargetSequence[] Decode(IReadOnlyList<int[]> sources, int? forced, CancellationToken cancellationToken)
    {
        using var rows = network.Start(sources, configuration.Padding);
        var results = new TargetSequence[sources.Count];
        var targets = sources.Select(_ => new List<int>()).ToArray();
        var logProbabilities = new double[sources.Count];
        int[] active = [.. Enumerable.Range(0, sources.Count)];
        int[] tokens = [.. Enumerable.Repeat(configuration.DecoderStart, sources.Count)];
        rows.Step(tokens);
        if (forced is { } language)
        {
            tokens.AsSpan().Fill(language);
            rows.Step(tokens);
        }

        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var kept = new List<int>(active.Length);
            for (var row = 0; row < active.Length; row++)
            {
                var sentence = active[row];
                var (token, logProbability) = Best(rows.Logits(row));
                logProbabilities[sentence] += logProbability;
                var ended = token == configuration.EndOfSequence;
                if (!ended) targets[sentence].Add(token);
                tokens[row] = token;
                if (ended || targets[sentence].Count >= configuration.TargetLimit(sources[sentence].Length))
                    results[sentence] = new TargetSequence(targets[sentence], logProbabilities[sentence], ended);
                else
                    kept.Add(row);
            }

            if (kept.Count == 0) return results;
            if (kept.Count < active.Length)
            {
                active = [.. kept.Select(row => active[row])];
                tokens = [.. kept.Select(row => tokens[row])];
                rows.Select([.. kept]);
            }

            rows.Step(tokens);
        }
    }

    private ScoredToken Best(Span<float> logits)
    {
        foreach (var id in configuration.Banned)
            if (id < logits.Length) logits[id] = float.NegativeInfinity;
        var token = TensorPrimitives.IndexOfMax(logits);
        return new ScoredToken(token, -LogSumExpFrom(logits, logits[token]));
    }

    /// <summary>The logarithm of Σ exp(logit − <paramref name="reference"/>); the logits are overwritten.</summary>
    private static double LogSumExpFrom(Span<float> logits, float reference)
    {
        TensorPrimitives.Subtract(logits, reference, logits);
        TensorPrimitives.Exp(logits, logits);
        return Math.Log(TensorPrimitives.Sum<float>(logits));
    }

    private readonly record struct ScoredToken(int Token, double LogProbability);
}
