namespace Hansard.TestRun;

/// <summary>
/// Runs the few tests that failed once more, one at a time and beside no others: what a busy machine made late passes, what is broken
/// fails again. What passed only then is said.
/// </summary>
internal static class SecondAttempt
{
    /// <summary>Most tests that are run again: where more fail, it is not the machine.</summary>
    private const int MostTests = 10;

    /// <summary>Runs them.</summary>
    /// <param name="runs">What was run.</param>
    /// <param name="arguments">Options of the first attempt; of them only that explicit tests are run matters here.</param>
    /// <returns>The runs, with what passed now among the passed, and the failures of those.</returns>
    public static async Task<(IReadOnlyList<ProgramRun> Runs, IReadOnlyList<string> Late)> OfAsync(
        IReadOnlyList<ProgramRun> runs, IReadOnlyList<string> arguments)
    {
        if (runs.Sum(run => run.Report.Failures.Count) is 0 or > MostTests) return (runs, []);
        var after = new List<ProgramRun>();
        var late = new List<string>();
        foreach (var run in runs)
        {
            var methods = run.Report.Failures.Select(failure => failure.Method).OfType<string>().Distinct().ToList();
            if (methods.Count == 0)
            {
                after.Add(run);
                continue;
            }

            Console.WriteLine($"== {run.Program.Name}, {methods.Count} once more");
            var again = await run.Program.RunAsync(
                [.. methods.SelectMany(method => new[] { "-method", method }), .. Explicit(arguments), "-parallel", "none"]);
            var failed = again.Failures.Select(failure => failure.Name).ToHashSet();
            var passed = run.Report.Failures
                .Where(failure => failure.Method is not null && again.Passed.Contains(failure.Name) && !failed.Contains(failure.Name))
                .ToList();
            late.AddRange(passed.Select(failure => $"{run.Program.Name}: {failure}"));
            after.Add(run with
            {
                Report = run.Report with
                {
                    Counts = run.Report.Counts + new TestCounts(Passed: passed.Count, Failed: -passed.Count, Skipped: 0),
                    Failures = [.. run.Report.Failures.Except(passed)],
                },
            });
        }

        return (after, late);
    }

    private static IEnumerable<string> Explicit(IReadOnlyList<string> arguments)
        => arguments.Index().Where(item => item.Item == "-explicit").SelectMany(item => arguments.Skip(item.Index).Take(2));
}
