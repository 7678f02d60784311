using Hansard.TestRun;

// In the repository's root: Hansard.TestRun [--long] [OPTION…]. Options go to every test program; --long runs the explicit tests as well.
var arguments = args.SelectMany(argument => argument == "--long" ? ["-explicit", "on"] : new[] { argument }).ToArray();
var limit = TimeSpan.FromSeconds(int.Parse(Environment.GetEnvironmentVariable("HANSARD_TEST_TIMEOUT") ?? "1800"));
var root = Environment.CurrentDirectory;

var failures = new List<string>();
var total = new TestCounts(Passed: 0, Failed: 0, Skipped: 0);
foreach (var name in TestPrograms.In(root))
{
    Console.WriteLine($"== {name}");
    var report = await new TestProgram(root, name, limit).RunAsync(arguments);
    total += report.Counts;
    failures.AddRange(report.Failures.Select(failure => $"{name}: {failure}"));
}

// Once more, all in one place: where they happened they may be thousands of lines above.
if (failures.Count > 0) Console.WriteLine($"== failed\n{string.Join('\n', failures)}");

if (total.Passed + total.Failed == 0) Console.Error.WriteLine("hansard: no test ran");
Console.WriteLine(total);
return total is { Failed: 0, Passed: > 0 } ? 0 : 1;
