using System.Diagnostics;
using System.Text.Json;

namespace Hansard.Bench.Tests.Scoring;

/// <summary>The script that the evaluation data comes with: what our scoring is held against.</summary>
internal static class ScoreScript
{
    private static readonly string Shared = Path.Combine(Corpus.Repository, "..", "shared");

    /// <summary>Skips the test where the evaluation data is not beside the repository, or Python is not installed.</summary>
    public static void Require()
    {
        Assert.SkipUnless(Directory.Exists(Shared), "There is no folder 'shared' beside the repository.");
        Tool.Of("python3").Require();
    }

    /// <summary>Runs a command of the script.</summary>
    /// <returns>What it prints.</returns>
    public static async Task<JsonElement> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("python3", [Path.Combine(Shared, "tools", "score.py"), .. arguments])
        {
            RedirectStandardOutput = true,
        };
        using var python = Process.Start(start)!;
        var output = await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, python.ExitCode);
        return JsonSerializer.Deserialize<JsonElement>(output);
    }
}
