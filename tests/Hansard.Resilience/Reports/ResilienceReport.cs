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
