using System.Buffers;

namespace Hansard.Engine.Recognition.Decoding;

/// <summary>
/// Beam search over one window (openai/whisper, decoding.py: BeamSearchDecoder with patience 1). With one beam it decodes greedily.
/// </summary>
/// <param name="beams">Hypotheses kept.</param>
/// <param name="rules">What may come next.</param>
/// <param name="maximumTokens">Steps at most.</param>
/// <param name="stopLoops">Whether a hypothesis that has begun to repeat itself is dropped.</param>
internal sealed class BeamSearch(int beams, TokenRules rules, int maximumTokens, bool stopLoops) : IDecodingStrategy
{
    private readonly record struct Candidate(double Score, int Row, int Token);

    private readonly List<Hypothesis> _finished = [];
    private readonly List<Candidate> _candidates = [];
    private List<(int[] Tokens, double Score)> _live = [([], 0)];
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
            foreach (var (tokens, score) in _live.OrderByDescending(h => h.Score).Take(Math.Max(0, beams - all.Count)))
                all.Add(new Hypothesis(tokens, score, Finished: false));
            return [.. all.OrderByDescending(h => h.MeanLogProbability)];
        }
    }

    /// <inheritdoc />
    public void Advance(Networks.IDecoderRows rows, int first, List<int> parents, List<int> tokens)
    {
        _candidates.Clear();
        for (var row = 0; row < _live.Count; row++) Expand(rows.Logits(first + row), row);
        // Stable: equal scores keep the order of rows, then of tokens by rank.
        var ordered = _candidates.OrderByDescending(c => c.Score);

        List<(int[] Tokens, double Score)> live = new(beams);
        foreach (var (score, row, token) in ordered)
        {
            var sequence = _live[row].Tokens;
            if (token == rules.EndOfText)
            {
                if (_finished.Count < beams) _finished.Add(new Hypothesis(sequence, score, Finished: true));
                continue;
            }
            int[] extended = [.. sequence, token];
            if (stopLoops && RepetitionDetector.EndsInLoop(extended))
            {
                Looped = true;
                continue;
            }
            live.Add((extended, score));
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

    /// <summary>Adds the beams + 1 best continuations of a row.</summary>
    private void Expand(ReadOnlySpan<float> logits, int row)
    {
        var scratch = ArrayPool<float>.Shared.Rent(logits.Length);
        try
        {
            var allowed = scratch.AsSpan(0, logits.Length);
            logits.CopyTo(allowed);
            var normaliser = rules.Apply(allowed, _live[row].Tokens);
            Span<int> best = stackalloc int[beams + 1];
            var count = TopTokens.Select(allowed, best);
            foreach (var token in best[..count])
            {
                if (!float.IsNegativeInfinity(allowed[token]))
                    _candidates.Add(new Candidate(_live[row].Score + (allowed[token] - normaliser), row, token));
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scratch);
        }
    }
}
