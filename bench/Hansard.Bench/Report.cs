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

    public static async Task<int> WriteAsync(string name, List<ResultRow> rows)
    {
        foreach (var row in rows) Console.WriteLine($"{row.What}: {row.Figure}");
        await File.WriteAllTextAsync(Path.Combine(Corpus.Results, $"{name}.json"), JsonSerializer.Serialize(rows, Indented));
        return 0;
    }

    /// <summary>
    /// Writes the table of the last accuracy, speed, memory and loop results between the markers of <c>docs/benchmarks.md</c>.
    /// </summary>
    public static int UpdateDocument()
    {
        var table = new StringBuilder("| measured | figure |\n| --- | --- |\n");
        foreach (var name in (IEnumerable<string>)["accuracy-5", "accuracy-1", "speed", "memory", "nonspeech", "loops", "service",
            "speakers", "speakers-cost", "memory-speakers"])
        {
            var path = Path.Combine(Corpus.Results, $"{name}.json");
            if (!File.Exists(path)) continue;
            foreach (var row in JsonSerializer.Deserialize<List<ResultRow>>(File.ReadAllText(path))!)
                table.Append($"| {name}: {row.What} | {row.Figure} |\n");
        }
        var document = Path.Combine(Corpus.Repository, "docs", "benchmarks.md");
        var text = File.ReadAllText(document);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (from < 0 || to < from) throw new InvalidDataException($"{document} has no place for the table: {Begin} … {End}.");
        File.WriteAllText(document, $"{text[..(from + Begin.Length)]}\n{table}{text[to..]}");
        return 0;
    }
}

/// <summary>One measured figure.</summary>
/// <param name="What">The measured thing, and the recordings it was measured on.</param>
/// <param name="Figure">The figure with its unit.</param>
internal sealed record ResultRow(string What, string Figure);
