using Hansard.Engine;

namespace Hansard.Bench.Measures;

/// <summary>Errors and processor time of all sets, step by step: from one hypothesis to five that a second model has judged.</summary>
internal static class StepsMeasure
{
    private static readonly string[] Sets = ["open, en", "longform_en", "vendor, en", "open, all", "longform_mixed"];

    public static async Task<List<ResultRow>> RunAsync(string models, IReadOnlyList<string> only)
    {
        List<ResultRow> rows = [];
        (int, bool)[] steps = [(1, false), (5, false), (5, true), (10, true), (3, true), (3, false), (2, true)];
        foreach (var (beam, opinion) in steps)
        {
            var name = $"beam {beam}{(opinion ? ", second opinion" : "")}";
            if (only.Count > 0 && !only.Contains($"{beam}{(opinion ? "+" : "")}")) continue;
            await using var engine = TranscriptionEngine.Create(new EngineOptions { ModelsDirectory = models });
            // The first recording is for the compiler.
            await engine.TranscribeAsync(Corpus.PathOf("vendor", "coffee_shop.mp3"), new TranscriptionOptions { BeamSize = beam });
            using var stages = new StageRecorder();
            var before = ProcessorTime.Seconds();
            var measured = await AccuracyMeasure.RunAsync(
                engine, new TranscriptionOptions { BeamSize = beam, SecondOpinion = opinion });
            var seconds = ProcessorTime.Seconds() - before;
            var errors = Sets.Select(set => $"{set}: {measured.First(row => row.What == set).Figure}");
            rows.Add(new ResultRow(name, $"{string.Join("; ", errors)}; {seconds:F1} processor seconds ({stages})"));
            Console.WriteLine(rows[^1]);
        }
        return rows;
    }
}
