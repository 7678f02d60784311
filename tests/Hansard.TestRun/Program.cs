using Hansard.TestRun;

// In the repository's root: Hansard.TestRun [--long] [OPTION…]. Options go to every test program; --long runs the explicit tests as well.
var arguments = args.SelectMany(argument => argument == "--long" ? ["-explicit", "on"] : new[] { argument }).ToArray();
var limit = TimeSpan.FromSeconds(int.Parse(Environment.GetEnvironmentVariable("HANSARD_TEST_TIMEOUT") ?? "1800"));
var root = Environment.CurrentDirectory;

var total = new TestCounts(Passed: 0, Failed: 0, Skipped: 0);
foreach (var name in TestPrograms.In(root))
{
    Console.WriteLine($"== {name}");
    total += await new TestProgram(root, name, limit).RunAsync(arguments);
}

if (total.Passed + total.Failed == 0) Console.Error.WriteLine("hansard: no test ran");
Console.WriteLine(total);
return total is { Failed: 0, Passed: > 0 } ? 0 : 1;
