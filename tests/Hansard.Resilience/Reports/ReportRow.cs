using System.Globalization;

namespace Hansard.Resilience.Reports;

/// <summary>One row of the report.</summary>
/// <param name="Tried">The fault, the kind of input, or the route.</param>
/// <param name="Times">How often.</param>
/// <param name="Failures">Of them with a loss, a leak, a crash or a wrong answer.</param>
/// <param name="Seed">Replays it.</param>
/// <param name="Took">By the clock.</param>
/// <param name="Outcome">Counts of what came of it, in words.</param>
public sealed record ReportRow(string Tried, long Times, long Failures, int Seed, TimeSpan Took, string Outcome)
{
    /// <summary>Names of the columns, as Markdown.</summary>
    public const string Header = "| tried | times | failures | seed | seconds | came of it |\n| --- | --- | --- | --- | --- | --- |\n";

    /// <summary>The row as Markdown.</summary>
    public string Cells => string.Create(
        CultureInfo.InvariantCulture, $"| {Tried} | {Times:N0} | {Failures:N0} | {Seed} | {Took.TotalSeconds:N0} | {Outcome} |");
}
