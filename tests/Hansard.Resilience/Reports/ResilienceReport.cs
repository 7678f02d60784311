using System.Text;
using Hansard.Engine.Tests;
using Hansard.Resilience.Reports;

[assembly: AssemblyFixture(typeof(ResilienceReport))]

namespace Hansard.Resilience.Reports;

/// <summary>Collects what every test tried and what came of it, and writes it to artifacts/resilience/report.md at the end.</summary>
public sealed class ResilienceReport : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, List<ReportRow>> _tables = new(StringComparer.Ordinal);

    /// <summary>Adds a row, and shows it in the test's output.</summary>
    /// <param name="table">The heading that it stands under, such as "Crashes".</param>
    /// <param name="row">What was tried, how often, and what came of it.</param>
    public void Add(string table, ReportRow row)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{table}: {row.Cells}");
        lock (_lock)
        {
            if (!_tables.TryGetValue(table, out var rows)) _tables[table] = rows = [];
            rows.Add(row);
        }
    }

    /// <summary>Adds a row about faults, and fails with what was lost, if anything was.</summary>
    /// <param name="table">The heading that it stands under.</param>
    /// <param name="run">The faults.</param>
    /// <param name="losses">Each in a sentence.</param>
    /// <param name="outcome">Counts of what came of it, in words.</param>
    internal void Conclude(string table, FaultRun run, IReadOnlyCollection<string> losses, string outcome)
    {
        Add(table, new ReportRow(run.Tried, run.Times, losses.Count, run.Seed, run.Took, outcome));
        Assert.True(losses.Count == 0, $"Seed {run.Seed}: {string.Join('\n', losses.Distinct().Take(50))}");
    }

    /// <summary>Writes the report, if there is anything to tell.</summary>
    public void Dispose()
    {
        if (_tables.Count == 0) return;
        var text = new StringBuilder();
        foreach (var (table, rows) in _tables)
        {
            text.Append($"## {table}\n\n{ReportRow.Header}");
            foreach (var row in rows.OrderBy(row => row.Tried, StringComparer.Ordinal)) text.Append($"{row.Cells}\n");
            text.Append('\n');
        }

        var folder = Path.Combine(Fixtures.Repository, "artifacts", "resilience");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "report.md"), text.ToString());
    }
}
