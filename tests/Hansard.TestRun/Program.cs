using Hansard.TestRun;

// In the repository's root: Hansard.TestRun [--long] [OPTION…]. Options go to every test program; --long runs the explicit tests as well.
var arguments = args.SelectMany(argument => argument == "--long" ? ["-explicit", "on"] : new[] { argument }).ToArray();
var limit = TimeSpan.FromSeconds(int.Parse(Environment.GetEnvironmentVariable("HANSARD_TEST_TIMEOUT") ?? "1800"));
var root = Environment.CurrentDirectory;

var runs = new List<ProgramRun>();
foreach (var name in TestPrograms.In(root))
{
    Console.WriteLine($"== {name}");
    var program = new TestProgram(root, name, limit);
    runs.Add(new ProgramRun(program, await program.RunAsync(arguments)));
}

var (ended, late) = await SecondAttempt.OfAsync(runs, arguments);
if (late.Count > 0) Console.WriteLine($"== failed at first, passed when run alone\n{string.Join('\n', late)}");

// Once more, all in one place: where they happened they may be thousands of lines above.
var failures = ended.SelectMany(run => run.Failures).ToList();
if (failures.Count > 0) Console.WriteLine($"== failed\n{string.Join('\n', failures)}");

var total = new TestCounts(Passed: 0, Failed: 0, Skipped: 0);
foreach (var run in ended) total += run.Report.Counts;

if (total.Passed + total.Failed == 0) Console.Error.WriteLine("hansard: no test ran");
Console.WriteLine(total);
return total is { Failed: 0, Passed: > 0 } ? 0 : 1;
