using Hansard.Engine.Tests;
using Hansard.Resilience.Input;
using Hansard.Resilience.Input.Models;
using Hansard.Resilience.Reports;

namespace Hansard.Resilience.Crashes;

/// <summary>A file of a model that is cut short, in its place, while a process loads the model and works with it.</summary>
public sealed class CutModelTests(ResilienceReport report)
{
    private const string Fault = "A model's file is cut short while it is loaded";

    // Longer than loading takes: then all of it is in memory.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private static readonly string[] Files =
    [
        "onnx/decoder_model_merged_int8.onnx", "onnx/encoder_model_int8.onnx", "tokenizer.json", "config.json", "generation_config.json",
    ];

    [Fact]
    public Task It_works_on_or_says_which_file_and_the_next_to_load_it_says_so() => CutAsync(FaultRun.Short(Fault, 2));

    [Fact(Explicit = true)]
    public Task It_works_on_or_says_which_file_and_the_next_to_load_it_says_so_a_thousand_times() => CutAsync(FaultRun.Long(Fault));

    private async Task CutAsync(FaultRun run)
    {
        using var loader = new ModelLoader();
        List<string> failures = [];
        var (works, errors, ended) = (0, 0, 0);
        for (var i = 0; i < run.Times; i++)
        {
            using var folder = new ScratchFolder();
            foreach (var file in Files)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder.Path, file))!);
                File.Copy(Path.Combine(Fixtures.Models, "whisper-base", file), Path.Combine(folder.Path, file));
            }

            var cut = Files[run.Random.Next(Files.Length)];
            var loading = loader.LoadAsync(folder.Path);
            await Task.Delay(Longest * run.Random.NextDouble(), TestContext.Current.CancellationToken);
            await using (var file = File.Open(Path.Combine(folder.Path, cut), FileMode.Open, FileAccess.Write))
                file.SetLength((long)(file.Length * run.Random.NextDouble()));
            var outcome = await loading;
            if (outcome == "recognises") works++;

            // SIGBUS: it was reading what has gone, and is started again as after any other end.
            else if (outcome is "the process ended: 134" or "the process ended: 135") ended++;
            else if (outcome.Contains(Path.GetFileName(cut), StringComparison.Ordinal)) errors++;
            else failures.Add($"{cut}: {outcome}");
            var next = await loader.LoadAsync(folder.Path);
            if (!next.StartsWith("load: InvalidDataException", StringComparison.Ordinal)
                || !next.Contains(Path.GetFileName(cut), StringComparison.Ordinal))
                failures.Add($"{cut}, loaded again: {next}");
        }

        report.Conclude(
            "Crashes", run, failures, $"{works:N0} work on, {errors:N0} errors that name the file, {ended:N0} processes ended by SIGBUS");
    }
}
