namespace Hansard.Engine.Recognition.Languages;

/// <summary>
/// Decides the languages of consecutive speech regions together, so that a short word does not flip the language (a Viterbi path,
/// as in the reference for mixed recordings).
/// </summary>
/// <remarks>
/// A region scores its log-probabilities, weighted down when it is shorter than 2 s. A switch costs more inside a short pause
/// than after a long one. Regions are decided in blocks; the scores at a block's end are where the next one begins. A short region is taken
/// for a language of the recording (<see cref="SpokenLanguages"/>) unless its own sound is sure of another.
/// </remarks>
internal sealed class LanguageSmoother
{
    /// <summary>Seconds of speech from which sound tells a language: shorter regions weigh in proportion.</summary>
    private const double FullWeightSeconds = 2;

    /// <summary>Least probability of a language: no single region may rule one out.</summary>
    private const double Floor = 1e-4;

    // Natural logarithms: how much likelier another language must be to be switched to.
    private const double ShortPauseSeconds = 0.6;
    private const double SwitchInShortPause = 1.5;
    private const double SwitchAfterLongPause = 0.7;

    /// <summary>A language is in doubt if the best path that gives a region another one scores less by no more than this.</summary>
    private const double Doubt = 1;

    /// <summary>Languages in doubt beside the best: each costs a decoding.</summary>
    private const int MaximumAlternatives = 2;

    private Dictionary<string, double>? _scores;
    private SpokenLanguages _spoken = SpokenLanguages.None;
    private double _end;

    /// <summary>Decides a block of regions.</summary>
    /// <param name="regions">In order, after those of earlier blocks; times in seconds.</param>
    /// <returns>A decision a region.</returns>
    public IReadOnlyList<LanguageDecision> Decide(IReadOnlyList<IdentifiedRegion> regions)
    {
        if (regions.Count == 0) return [];
        _spoken = _spoken.With(regions);
        var (decisions, scores) = Follow(regions, _spoken);
        (_scores, _end) = (scores, regions[^1].End);
        return decisions;
    }

    /// <summary>Decides a region as <see cref="Decide"/> would, and remembers nothing.</summary>
    public LanguageDecision Preview(IdentifiedRegion region) => Follow([region], _spoken.With([region])).Decisions[0];

    private Path Follow(IReadOnlyList<IdentifiedRegion> regions, SpokenLanguages spoken)
    {
        string[] names = [.. regions.SelectMany(r => r.Languages.Select(l => l.Language))
            .Concat(_scores?.Keys ?? Enumerable.Empty<string>()).Distinct().Order(StringComparer.Ordinal)];
        double[][] own = [.. regions.Select(r => Scores(r, names, spoken))];
        var switches = new double[regions.Count];
        // Of all paths that give region i language n: forward the best score up to and with i, backward the best of what follows.
        var forward = new double[regions.Count][];
        var backward = new double[regions.Count][];
        for (var i = 0; i < regions.Count; i++)
        {
            switches[i] = regions[i].Start - (i == 0 ? _end : regions[i - 1].End) < ShortPauseSeconds
                ? SwitchInShortPause
                : SwitchAfterLongPause;
            forward[i] = Sum(
                own[i], i > 0 ? Reach(
                    forward[i - 1], switches[i]) : _scores is null ? new double[names.Length] : Reach(Earlier(names), switches[i]));
        }
        backward[^1] = new double[names.Length];
        for (var i = regions.Count - 2; i >= 0; i--) backward[i] = Reach(Sum(own[i + 1], backward[i + 1]), switches[i + 1]);

        // Relative to the best, so that numbers stay small however long the recording.
        var best = forward[^1].Max();
        return new Path(
            [.. forward.Zip(backward, (f, b) => Decision(names, Sum(f, b), best))],
            names.Select((n, i) => (n, forward[^1][i] - best)).ToDictionary(p => p.n, p => p.Item2));
    }

    private static double[] Scores(IdentifiedRegion region, string[] names, SpokenLanguages spoken)
    {
        var probability = region.Languages.ToDictionary(l => l.Language, l => l.Probability);
        var seconds = region.End - region.Start;
        var weight = Math.Min(1, seconds / FullWeightSeconds);
        return [.. names.Select(n => (Math.Log(probability.GetValueOrDefault(n) + Floor) * weight) - spoken.Deficit(n, seconds))];
    }

    private double[] Earlier(string[] names)
    {
        var lowest = _scores!.Count > 0 ? _scores.Values.Min() : 0;
        return [.. names.Select(n => _scores.GetValueOrDefault(n, lowest))];
    }

    /// <summary>The best score with which each language is reached: by staying, or by a switch from the best.</summary>
    private static double[] Reach(double[] scores, double change)
    {
        var switched = scores.Max() - change;
        return [.. scores.Select(s => Math.Max(s, switched))];
    }

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private static LanguageDecision Decision(string[] names, double[] through, double best)
    {
        var ranked = names.Zip(through).OrderByDescending(p => p.Second).ToArray();
        return new LanguageDecision(ranked[0].First, [.. ranked.Skip(1).Where(p => best - p.Second <= Doubt)
            .Take(MaximumAlternatives).Select(p => new LanguageAlternative(p.First, best - p.Second))]);
    }

    /// <param name="Decisions">One a region.</param>
    /// <param name="Scores">Scores of the languages after the last region.</param>
    private readonly record struct Path(IReadOnlyList<LanguageDecision> Decisions, Dictionary<string, double> Scores);
}
