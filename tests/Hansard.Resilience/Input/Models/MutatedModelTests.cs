using System.Text.RegularExpressions;
using Hansard.Resilience.Reports;

namespace Hansard.Resilience.Input.Models;

/// <summary>Folders of models that lie, loaded by a process of their own: an error that names the file,
/// and never an end of the process.</summary>
public sealed partial class MutatedModelTests(ResilienceReport report)
{
    [Fact]
    public Task Are_an_error_that_names_the_file() => TryAsync(isLong: false);

    [Fact(Explicit = true)]
    public Task Are_an_error_that_names_the_file_by_the_thousand() => TryAsync(isLong: true);

    private async Task TryAsync(bool isLong)
    {
        var run = InputRun.Of("folders of models", isLong, 20, 2_000, ModelLoader.Longest);
        using var mutation = new ModelMutation();
        using var loader = new ModelLoader();
        await run.TryAllAsync(1, async input =>
        {
            using var folder = new ScratchFolder();
            var wrong = mutation.Make(input, folder.Path);
            return Check(await loader.LoadAsync(folder.Path), wrong, folder.Path);
        });
        if (loader.Peak > ProcessMemory.Most) run.Fail($"The process had {loader.Peak >> 20} MB.");
        run.End(report, $"at most {loader.Peak >> 20} MB");
    }

    private static string Check(string outcome, string wrong, string folder)
    {
        // Weights are numbers, and many other numbers are as good; and nobody reads some of the fields.
        if (outcome == "recognises") return outcome;
        Assert.True(Clear().IsMatch(outcome), outcome);
        var message = outcome.Split(" at Hansard.")[0];
        Assert.True(
            message.Contains(Path.GetFileName(wrong), StringComparison.Ordinal) || message.Contains(folder, StringComparison.Ordinal),
                outcome);
        return outcome[..outcome.IndexOf(':', StringComparison.Ordinal)];
    }

    [GeneratedRegex("^(load|recognition): (FileNotFoundException|InvalidDataException|IOException|UnauthorizedAccessException): ")]
    private static partial Regex Clear();
}
