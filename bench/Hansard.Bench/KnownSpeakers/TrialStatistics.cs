namespace Hansard.Bench.KnownSpeakers;

/// <summary>Error rates of trials, and how sure they are: people are drawn again and again, as trials of one person are alike.</summary>
internal static class TrialStatistics
{
    private const int Resamples = 1000;

    /// <summary>Rate at which something is true of trials, with its 95 % interval.</summary>
    /// <param name="trials">All of one kind: of the same person, or of strangers.</param>
    /// <param name="people">Number of people.</param>
    /// <param name="isCounted">The thing.</param>
    public static RateInterval Rate(IReadOnlyList<VoiceTrial> trials, int people, Func<VoiceTrial, bool> isCounted)
    {
        if (trials.Count == 0) return new RateInterval(double.NaN, double.NaN, double.NaN, 0);
        var pairs = trials.GroupBy(t => (t.Known, t.Speaker))
            .Select(g => (g.Key.Known, g.Key.Speaker, Counted: g.Count(isCounted), All: g.Count())).ToArray();
        var counted = pairs.Sum(p => p.Counted);
        // Of nothing that was seen no resample shows anything: the exact interval of Clopper and Pearson, over pairs of people.
        if (counted == 0) return new RateInterval(0, 0, 1 - Math.Pow(0.025, 1.0 / pairs.Length), trials.Count);
        var random = new Random(1);
        var rates = new List<double>(Resamples);
        var weights = new int[people];
        for (var resample = 0; resample < Resamples; resample++)
        {
            Array.Clear(weights);
            for (var i = 0; i < people; i++) weights[random.Next(people)]++;
            double sum = 0, all = 0;
            foreach (var pair in pairs)
            {
                var weight = pair.Known == pair.Speaker ? weights[pair.Known] : weights[pair.Known] * weights[pair.Speaker];
                sum += weight * pair.Counted;
                all += weight * pair.All;
            }
            if (all > 0) rates.Add(sum / all);
        }
        rates.Sort();
        return new RateInterval(
            counted / (double)trials.Count, rates[(int)(0.025 * rates.Count)], rates[(int)(0.975 * rates.Count)], trials.Count);
    }

    /// <summary>The rate at which strangers are taken for somebody and people are not known again, where both are equal.</summary>
    /// <param name="trials">Of both kinds.</param>
    public static double EqualErrorRate(IReadOnlyList<VoiceTrial> trials)
    {
        double same = trials.Count(t => t.IsSame), strangers = trials.Count - same, missed = 0, named = strangers;
        foreach (var trial in trials.OrderBy(t => t.Voices.Cosine))
        {
            if (trial.IsSame) missed++;
            else named--;
            if (missed / same >= named / strangers) return ((missed / same) + (named / strangers)) / 2;
        }
        return double.NaN;
    }

    /// <summary>Fits log odds that are a sum of features by logistic regression, both kinds of trials counting alike.</summary>
    /// <param name="trials">Of both kinds.</param>
    /// <returns>A factor for each of <see cref="Hansard.Engine.Speakers.Identification.VoiceComparison.Features"/>.</returns>
    public static double[] Fit(IReadOnlyList<VoiceTrial> trials)
    {
        var same = trials.Count(t => t.IsSame);
        var rows = trials.Select(t => (X: t.Voices.Features, t.IsSame, Weight: 0.5 / (t.IsSame ? same : trials.Count - same))).ToArray();
        var factors = new double[rows[0].X.Length];
        // Newton's method: ten steps are twice as many as are needed.
        for (var step = 0; step < 10; step++)
        {
            var (gradient, hessian) = (new double[factors.Length], new double[factors.Length, factors.Length]);
            for (var i = 0; i < factors.Length; i++) hessian[i, i] = 1e-6;
            foreach (var (x, isSame, weight) in rows)
            {
                var probability = 1 / (1 + Math.Exp(-x.Zip(factors, (a, b) => a * b).Sum()));
                for (var i = 0; i < x.Length; i++)
                {
                    gradient[i] += weight * x[i] * ((isSame ? 1 : 0) - probability);
                    for (var j = 0; j < x.Length; j++) hessian[i, j] += weight * x[i] * x[j] * probability * (1 - probability);
                }
            }
            Solve(hessian, gradient);
            for (var i = 0; i < factors.Length; i++) factors[i] += gradient[i];
        }
        return factors;
    }

    /// <summary>Solves a small set of equations in place, by Gauss's elimination.</summary>
    private static void Solve(double[,] matrix, double[] right)
    {
        for (var i = 0; i < right.Length; i++)
        {
            for (var row = 0; row < right.Length; row++)
            {
                if (row == i) continue;
                var factor = matrix[row, i] / matrix[i, i];
                for (var column = i; column < right.Length; column++) matrix[row, column] -= factor * matrix[i, column];
                right[row] -= factor * right[i];
            }
        }
        for (var i = 0; i < right.Length; i++) right[i] /= matrix[i, i];
    }
}

/// <summary>A rate and its 95 % interval.</summary>
/// <param name="Rate">The rate.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="Trials">What it is counted over.</param>
internal sealed record RateInterval(double Rate, double Low, double High, int Trials)
{
    /// <inheritdoc />
    public override string ToString() => Trials == 0 ? "–" : $"{Rate:P2} ({Low:P2}–{High:P2} of {Trials:N0})";
}
