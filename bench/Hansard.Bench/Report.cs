using System.Text;
using System.Text.Json;

namespace Hansard.Bench;

/// <summary>Prints results, keeps them as JSON, and puts them into the documentation.</summary>
internal static class Report
{
    /// <summary>Options of the JSON in which results are kept.</summary>
    public static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Begin = "<!-- bench:begin -->";
    private const string End = "<!-- bench:end -->";

    private static readonly string[] Measures =
    [
        "accuracy-5", "accuracy-1", "speed", "memory", "nonspeech", "loops", "service", "web", "speakers", "speakers-cost",
        "memory-speakers",
    ];

    public static async Task<int> WriteAsync(string name, List<ResultRow> rows)
    {
        foreach (var row in rows) Console.WriteLine($"{row.What}: {row.Figure}");
        await File.WriteAllTextAsync(Path.Combine(Corpus.Results, $"{name}.json"), JsonSerializer.Serialize(rows, Indented));
        return 0;
    }

    /// <summary>Puts the last results between the markers of <c>docs/benchmarks.md</c>.</summary>
    public static int UpdateDocument()
    {
        var document = Path.Combine(Corpus.Repository, "docs", "benchmarks.md");
        File.WriteAllText(document, Update(File.ReadAllText(document), Corpus.Results));
        return 0;
    }

    /// <summary>Writes the table of figures anew: rows of measures that have results in a folder, and as they were those without.</summary>
    /// <param name="document">A page with a place for the table.</param>
    /// <param name="results">The folder.</param>
    /// <exception cref="InvalidDataException">The page has no such place.</exception>
    public static string Update(string document, string results)
    {
        var (from, to) = (document.IndexOf(Begin, StringComparison.Ordinal), document.IndexOf(End, StringComparison.Ordinal));
        if (from < 0 || to < from) throw new InvalidDataException($"There is no place for the table: {Begin} … {End}.");
        var before = document[from..to].Split('\n');
        var table = new StringBuilder("| measured | figure |\n| --- | --- |\n");
        foreach (var name in Measures)
        {
            var path = Path.Combine(results, $"{name}.json");
            var rows = File.Exists(path)
                ? JsonSerializer.Deserialize<List<ResultRow>>(File.ReadAllText(path))!
                    .Select(row => $"| {name}: {row.What} | {row.Figure} |")
                : before.Where(line => line.StartsWith($"| {name}: ", StringComparison.Ordinal));
            foreach (var row in rows) table.Append(row).Append('\n');
        }

        return $"{document[..(from + Begin.Length)]}\n{table}{document[to..]}";
    }
}

/// <summary>One measured figure.</summary>
/// <param name="What">The measured thing, and the recordings it was measured on.</param>
/// <param name="Figure">The figure with its unit.</param>
internal sealed record ResultRow(string What, string Figure);
