using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Recognition.Whisper.Decoding;

/// <summary>
/// Draws several texts at a temperature (openai/whisper, GreedyDecoder with best_of): the ladder's way out when the most
/// probable text is wrong.
/// </summary>
/// <param name="samples">Texts drawn side by side.</param>
/// <param name="temperature">Above 0; logits are divided by it.</param>
/// <param name="rules">Rules of the next token.</param>
/// <param name="maximumTokens">Steps at most.</param>
/// <param name="seed">The same seed draws the same texts from the same logits.</param>
/// <param name="prefix">Tokens that every text begins with, and the prompt ends with.</param>
internal sealed class Sampling(
    int samples, double temperature, TokenRules rules, int maximumTokens, int seed, IReadOnlyList<int> prefix) : IDecodingStrategy
{
    private readonly Random _random = new(seed);
    private readonly List<Hypothesis> _finished = [];
    private List<Sample> _live = [.. Enumerable.Repeat(new Sample([.. prefix], 0), samples)];
    private bool _started;
    private int _steps;

    /// <inheritdoc />
    public int Rows => _started ? _live.Count : 1;

    /// <inheritdoc />
    public bool Looped { get; private set; }

    /// <inheritdoc />
    public IReadOnlyList<Hypothesis> Hypotheses =>
        [.. _finished.Concat(_live.Select(h => new Hypothesis(h.Tokens, h.Score, Finished: false) { Given = prefix.Count }))
            .OrderByDescending(h => h.MeanLogProbability)];

    /// <inheritdoc />
    public void Advance(IDecoderRows rows, int first, List<int> parents, List<int> tokens)
    {
        List<Sample> live = [];
        var last = ++_steps >= maximumTokens;
        for (var i = 0; i < _live.Count; i++)
        {
            var row = first + (_started ? i : 0);
            var (sequence, score) = _live[i];
            var (token, logProbability) = Draw(rows.Logits(row), sequence);
            int[] extended = [.. sequence, token];
            if (token == rules.EndOfText)
            {
                _finished.Add(new Hypothesis(sequence, score + logProbability, Finished: true) { Given = prefix.Count });
            }
            else if (RepetitionDetector.EndsInLoop(extended))
            {
                Looped = true;
            }
            else
            {
                live.Add(new Sample(extended, score + logProbability));
                if (last) continue;
                parents.Add(row);
                tokens.Add(token);
            }
        }
        (_live, _started) = (live, true);
    }

    /// <summary>The Gumbel trick: the highest logit plus Gumbel noise is a sample of the softmax.</summary>
    private DrawnToken Draw(NextTokens logits, int[] sequence)
    {
        // All that begin have the same row, and the same rules.
        var normaliser = rules.Apply(logits, sequence).Allowed;
        // Below this a token's chance over the whole text is under 1e-9; leaving it out saves two logarithms for each of 50,000.
        var least = logits.Greatest() - (float)(30 * temperature);
        var (place, best) = (-1, double.NegativeInfinity);
        DrawAmong(logits.Common, 0);
        DrawAmong(logits.Foreign, logits.Common.Length);
        if (place < 0)
            throw new InvalidDataException("The decoder gives no numbers: a file of the model is damaged. Get the model again.");
        var token = logits.TokenAt(place);
        return new DrawnToken(token, logits[token] - normaliser);

        void DrawAmong(ReadOnlySpan<float> some, int first)
        {
            for (var i = 0; i < some.Length; i++)
            {
                if (!(some[i] >= least)) continue;
                var noisy = (some[i] / temperature) - Math.Log(-Math.Log(Math.Max(_random.NextDouble(), double.Epsilon)));
                if (noisy > best) (place, best) = (first + i, noisy);
            }
        }
    }

    private readonly record struct Sample(int[] Tokens, double Score);

    private readonly record struct DrawnToken(int Token, double LogProbability);
}
