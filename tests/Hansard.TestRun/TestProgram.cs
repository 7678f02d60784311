using System.ComponentModel;
using System.Diagnostics;

namespace Hansard.TestRun;

/// <summary>Runs the program that a test project was built into.</summary>
/// <param name="root">The folder of the repository, where it runs.</param>
/// <param name="name">The project's name.</param>
/// <param name="limit">A program that runs longer hangs, and is killed.</param>
internal sealed class TestProgram(string root, string name, TimeSpan limit)
{
    /// <summary>The project's name.</summary>
    public string Name => name;

    /// <summary>Runs the tests; what the program writes goes where this process writes.</summary>
    /// <param name="arguments">Options of xUnit's own runner.</param>
    /// <returns>Its report; a program without one has crashed, hung or not been built, and counts as one failure.</returns>
    public async Task<TestReport> RunAsync(IReadOnlyList<string> arguments)
    {
        var report = Path.Combine(root, "artifacts", "test-results", $"{name}.xml");
        Directory.CreateDirectory(Path.GetDirectoryName(report)!);
        File.Delete(report);

        var code = await ExitCodeAsync([.. arguments, "-noLogo", "-noColor", "-result-xml", report]);
        if (code is not { } ended || TestReport.Read(report) is not { } read)
        {
            var failure = $"{name} crashed, hung or could not start (exit code {code?.ToString() ?? "none"})";
            Console.WriteLine(failure);
            return new TestReport(new TestCounts(Passed: 0, Failed: 1, Skipped: 0), [OutsideOfTests(failure)], new HashSet<string>());
        }

        // It says that it failed, whatever it counted.
        return ended != 0 && read.Counts.Failed == 0
            ? read with
            {
                Counts = read.Counts with { Failed = 1 },
                Failures = [OutsideOfTests($"{name} ended with exit code {ended}, though no test of its report failed")],
            }
            : read;

        static TestFailure OutsideOfTests(string text) => new(Method: null, text, []);
    }

    // Null: it could not be started, or was killed.
    private async Task<int?> ExitCodeAsync(IEnumerable<string> arguments)
    {
        var program = Path.Combine(root, "artifacts", "bin", name, "release", OperatingSystem.IsWindows() ? $"{name}.exe" : name);
        using var process = Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = root,
            RedirectStandardInput = true,
            // The entry script has installed all tools: a test without its own fails, where `dotnet test` skips it.
            Environment = { ["HANSARD_TESTS_REQUIRE_TOOLS"] = "1" },
        });
        if (process is null) return null;

        process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return null;
        }
    }

    private static Process? Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception exception)
        {
            Console.WriteLine(exception.Message);
            return null;
        }
    }
}
