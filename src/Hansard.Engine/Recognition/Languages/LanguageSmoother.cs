namespace Hansard.Engine.Recognition.Languages;

/// <summary>
/// Decides the languages of consecutive speech regions together, so that a short word does not flip the language (a Viterbi path,
/// as in the reference for mixed recordings).
/// </summary>
/// <remarks>
/// A region scores its log-probabilities, weighted down when it is shorter than 2 s. A switch costs more inside a short pause
/// than after a long one. Regions are decided in blocks; the scores at a block's end are where the next one begins.
/// </remarks>
internal sealed class LanguageSmoother
{
    private const double FullWeightSeconds = 2;
    private const double Floor = 1e-4;
    private const double ShortPauseSeconds = 0.6;
    private const double SwitchInShortPause = 1.5;
    private const double SwitchAfterLongPause = 0.7;

    private Dictionary<string, double>? _scores;
    private double _end;

    /// <summary>Decides a block of regions.</summary>
    /// <param name="regions">In order, after those of earlier blocks; times in seconds.</param>
    /// <returns>A language a region.</returns>
    public IReadOnlyList<string> Decide(IReadOnlyList<(double Start, double End, IReadOnlyList<(string Language, double Probability)> Languages)> regions)
    {
        if (regions.Count == 0) return [];
        string[] names = [.. regions.SelectMany(r => r.Languages.Select(l => l.Language)).Concat(_scores?.Keys ?? Enumerable.Empty<string>()).Distinct().Order(StringComparer.Ordinal)];
        var lowest = _scores is { Count: > 0 } ? _scores.Values.Min() : 0;
        double[]? total = _scores is null ? null : [.. names.Select(n => _scores.GetValueOrDefault(n, lowest))];
        List<int[]> back = [];
        foreach (var (start, end, languages) in regions)
        {
            var probability = languages.ToDictionary(l => l.Language, l => l.Probability);
            var weight = Math.Min(1, (end - start) / FullWeightSeconds);
            double[] score = [.. names.Select(n => Math.Log(probability.GetValueOrDefault(n) + Floor) * weight)];
            if (total is null)
            {
                (total, _end) = (score, end);
                continue;
            }
            var change = start - _end < ShortPauseSeconds ? SwitchInShortPause : SwitchAfterLongPause;
            var best = Array.IndexOf(total, total.Max());
            var from = new int[names.Length];
            var next = new double[names.Length];
            for (var n = 0; n < names.Length; n++)
            {
                from[n] = total[n] >= total[best] - change ? n : best;
                next[n] = Math.Max(total[n], total[best] - change) + score[n];
            }
            back.Add(from);
            (total, _end) = (next, end);
        }
        var path = new int[regions.Count];
        path[^1] = Array.IndexOf(total!, total!.Max());
        for (var i = path.Length - 1; i > 0; i--) path[i - 1] = back[i - 1 + (back.Count - (regions.Count - 1))][path[i]];
        // Relative to the best, so that numbers stay small however long the recording.
        var top = total!.Max();
        _scores = names.Select((n, i) => (n, total![i] - top)).ToDictionary(p => p.n, p => p.Item2);
        return [.. path.Select(p => names[p])];
    }
}
