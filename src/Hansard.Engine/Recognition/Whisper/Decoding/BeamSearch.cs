using Hansard.Engine.Recognition.Whisper.Networks;
using Hansard.Engine.Recognition.Whisper.Terms;

namespace Hansard.Engine.Recognition.Whisper.Decoding;

/// <summary>
/// Beam search over one window (openai/whisper, decoding.py: BeamSearchDecoder with patience 1). With one beam it decodes greedily.
/// </summary>
/// <param name="beams">Hypotheses kept.</param>
/// <param name="rules">Rules of the next token.</param>
/// <param name="maximumTokens">Steps at most.</param>
/// <param name="stopLoops">Whether a hypothesis that has begun to repeat itself is dropped.</param>
/// <param name="terms">
/// Sequences that are favoured; null for none. They weigh in the choice of hypotheses, not in their log-probabilities.
/// </param>
/// <param name="prefix">Tokens that every hypothesis begins with, and the prompt ends with; null for none.</param>
internal sealed class BeamSearch(
    int beams, TokenRules rules, int maximumTokens, bool stopLoops, TermTree? terms = null, IReadOnlyList<int>? prefix = null)
    : IDecodingStrategy
{
    /// <summary>A token of a term that is less likely than this is not worth a hypothesis, whatever its bonus.</summary>
    private const double LeastOfTerm = -9;

    private readonly record struct Candidate(double Score, int Row, int Token, double Probability, TermBias Bias)
    {
        public double Rank => Score + Bias.Total;
    }

    private readonly record struct Beam(int[] Tokens, double[] Probabilities, double Score, TermBias Bias);

    private readonly List<Hypothesis> _finished = [];
    private readonly List<Candidate> _candidates = [];
    private List<Beam> _live = [new([.. prefix ?? []], [], 0, new TermBias(terms ?? new TermTree(), 0, 0))];
    private int _steps;

    /// <inheritdoc />
    public int Rows => _live.Count;

    /// <inheritdoc />
    public bool Looped { get; private set; }

    /// <inheritdoc />
    public IReadOnlyList<Hypothesis> Hypotheses
    {
        get
        {
            // Out of length: the unfinished ones fill up.
            List<Hypothesis> all = [.. _finished];
            foreach (var (tokens, _, score, _) in _live.OrderByDescending(h => h.Score).Take(Math.Max(0, beams - all.Count)))
                all.Add(new Hypothesis(tokens, score, Finished: false) { Given = prefix?.Count ?? 0 });
            return [.. all.OrderByDescending(h => h.MeanLogProbability)];
        }
    }

    /// <inheritdoc />
    public void Advance(IDecoderRows rows, int first, List<int> parents, List<int> tokens)
    {
        _candidates.Clear();
        for (var row = 0; row < _live.Count; row++) Expand(rows.Logits(first + row), row);
        // Stable: equal scores keep the order of rows, then of tokens by rank.
        var ordered = _candidates.OrderByDescending(c => c.Rank);

        List<Beam> live = new(beams);
        foreach (var (score, row, token, probability, bias) in ordered)
        {
            var (sequence, probabilities, _, _) = _live[row];
            if (token == rules.EndOfText)
            {
                if (_finished.Count < beams) _finished.Add(Finished(sequence, probabilities, score, rows.Attention(first + row)));
                continue;
            }
            int[] extended = [.. sequence, token];
            if (stopLoops && RepetitionDetector.EndsInLoop(extended))
            {
                Looped = true;
                continue;
            }
            live.Add(new Beam(extended, [.. probabilities, probability], score, bias));
            parents.Add(first + row);
            tokens.Add(token);
            if (live.Count == beams) break;
        }
        var over = _finished.Count >= beams || live.Count == 0 || ++_steps >= maximumTokens;
        if (live.Count > 0) _live = live;
        if (over)
        {
            parents.RemoveRange(parents.Count - live.Count, live.Count);
            tokens.RemoveRange(tokens.Count - live.Count, live.Count);
        }
    }

    private Hypothesis Finished(int[] tokens, double[] probabilities, double score, IReadOnlyList<float[]>? attention)
        => new(tokens, score, Finished: true)
        {
            Given = prefix?.Count ?? 0,
            Evidence = attention is null ? null : new DecodingEvidence(attention, probabilities),
        };

    /// <summary>Adds the beams + 1 best continuations of a row, and those that begin a term or go on with it.</summary>
    private void Expand(NextTokens logits, int row)
    {
        var (normaliser, text) = rules.Apply(logits, _live[row].Tokens);
        Span<int> best = stackalloc int[beams + 1];
        var count = TopTokens.Select(logits, best);
        foreach (var token in best[..count])
        {
            if (!float.IsNegativeInfinity(logits[token])) Add(row, token, logits[token] - normaliser, logits[token] - text);
        }
        if (terms is null) return;
        foreach (var token in terms.Children.Keys.Union(_live[row].Bias.Node.Children.Keys))
        {
            if (logits[token] - normaliser >= LeastOfTerm && !best[..count].Contains(token))
                Add(row, token, logits[token] - normaliser, logits[token] - text);
        }
    }

    /// <summary>Adds a continuation, of a probability among those allowed and of one among all text.</summary>
    private void Add(int row, int token, double logProbability, double logProbabilityOfText)
    {
        var (_, _, score, bias) = _live[row];
        if (terms is not null) bias = token == rules.EndOfText ? bias with { Pending = 0 } : bias.After(token, terms);
        _candidates.Add(new Candidate(score + logProbability, row, token, Math.Exp(logProbabilityOfText), bias));
    }
}
