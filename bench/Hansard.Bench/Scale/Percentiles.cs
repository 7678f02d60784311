using System.Globalization;

namespace Hansard.Bench.Scale;

/// <summary>Percentiles of measured times.</summary>
internal static class Percentiles
{
    /// <param name="ascending">At least one.</param>
    /// <param name="quantile">From 0 to 1.</param>
    public static double At(double[] ascending, double quantile)
        => ascending[Math.Max(0, (int)Math.Ceiling(quantile * ascending.Length) - 1)];

    /// <summary>Median and 99 % of milliseconds, for a person.</summary>
    public static string Describe(double[] ascending)
        => string.Create(CultureInfo.InvariantCulture, $"p50 {At(ascending, 0.5):F1} ms, p99 {At(ascending, 0.99):F1} ms");
}
