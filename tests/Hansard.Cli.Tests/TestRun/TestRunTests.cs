using System.Diagnostics;
using System.Runtime.Versioning;

namespace Hansard.Cli.Tests.TestRun;

/// <summary>The program behind <c>./hansard test</c>, with shell scripts for test programs.</summary>
[SupportedOSPlatform("linux")]
public sealed class TestRunTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("hansard-test-run-").FullName;

    public TestRunTests() => Directory.CreateDirectory(Path.Combine(_root, "tests"));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Tests_of_all_projects_are_added_up_in_the_last_line()
    {
        AddTests("A.Tests", Report(passed: 3, failed: 0, skipped: 1));
        AddTests("B.Tests", Report(passed: 2, failed: 0, skipped: 0));

        Assert.Equal(new End(0, "5 passed, 0 failed, 1 skipped"), await RunAsync());
    }

    [Fact]
    public async Task A_test_whose_tool_is_missing_has_to_fail()
    {
        AddTests("A.Tests", $"[[ ${Tool.RequiredVariable} == 1 ]] || exit 1\n" + Report(passed: 1, failed: 0, skipped: 0));

        Assert.Equal(new End(0, "1 passed, 0 failed"), await RunAsync());
    }

    [Fact]
    public async Task A_failed_test_fails_the_run()
    {
        AddTests("A.Tests", Report(passed: 3, failed: 2, skipped: 0) + "exit 1");

        Assert.Equal(new End(1, "3 passed, 2 failed"), await RunAsync());
    }

    [Fact]
    public async Task Failures_of_all_programs_are_repeated_before_the_last_line()
    {
        const string Failed = "<collection><test name=\"A.Works\" type=\"A\" method=\"Works\" result=\"Fail\"><failure>"
            + "<message>Not 3\n\nbut 4</message><stack-trace>at A.cs:7</stack-trace></failure></test>"
            + "<test name=\"A.Holds\" result=\"Pass\" /></collection>";
        AddTests("A.Tests", $"echo '<assemblies><assembly passed=\"1\" failed=\"1\">{Failed}</assembly></assemblies>' >$REPORT; exit 1");
        AddTests("B.Tests", "seq 1000; kill -9 $$");
        AddTests("C.Tests", Report(passed: 1, failed: 0, skipped: 0));

        var output = await OutputAsync();

        Assert.EndsWith(
            "\n== failed\nA.Tests: A.Works\n    Not 3\n    but 4\n    at A.cs:7\n"
                + "B.Tests: B.Tests crashed, hung or could not start (exit code 137)\n2 passed, 2 failed\n",
            output.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_that_passes_when_it_is_run_again_alone_is_said_and_counts_as_passed()
    {
        AddTests("A.Tests", $"{Again}\n{Report(Row("A.Late", "Fail"), Row("A.Broken", "Fail"), Row("A.Works", "Pass"))}");
        AddTests("B.Tests", Report(passed: 2, failed: 0, skipped: 0));

        var output = await OutputAsync(arguments: ["-explicit", "on", "-class", "A"]);

        Assert.EndsWith(
            "\n== A.Tests, 2 once more\n-method A.Late -method A.Broken -explicit on -parallel none\n"
                + "== failed at first, passed when run alone\nA.Tests: A.Late\n    too late\n"
                + "== failed\nA.Tests: A.Broken\n    too late\n4 passed, 1 failed\n",
            output.Text,
            StringComparison.Ordinal);
        Assert.Equal(1, output.Code);
    }

    [Fact]
    public async Task A_run_whose_failures_all_pass_alone_passes()
    {
        AddTests("A.Tests", $"{Again}\n{Report(Row("A.Late", "Fail"), Row("A.Works", "Pass"))}");

        Assert.Equal(new End(0, "2 passed, 0 failed"), await RunAsync());
    }

    [Fact]
    public async Task Where_many_fail_none_is_run_again()
    {
        AddTests("A.Tests", $"{Again}\n{Report([.. Enumerable.Repeat(Row("A.Late", "Fail"), 11)])}");

        Assert.Equal(new End(1, "0 passed, 11 failed"), await RunAsync());
    }

    [Theory]
    [InlineData("kill -9 $$")]
    [InlineData("exit 0")]
    [InlineData("echo '<assemblies><assembly passed=\"1\"' >\"$REPORT\"")]
    [InlineData("echo '<assemblies></assemblies>' >\"$REPORT\"")]
    [InlineData("echo '<assemblies><assembly passed=\"0\" failed=\"0\" errors=\"0\" skipped=\"0\" /></assemblies>' >\"$REPORT\"; exit 3")]
    public async Task A_test_program_that_crashes_or_reports_nothing_is_a_failure(string script)
    {
        AddTests("A.Tests", Report(passed: 3, failed: 0, skipped: 0));
        AddTests("B.Tests", script);

        Assert.Equal(new End(1, "3 passed, 1 failed"), await RunAsync());
    }

    [Fact]
    public async Task A_test_program_that_hangs_is_killed_and_is_a_failure()
    {
        AddTests("A.Tests", "sleep 600");
        AddTests("B.Tests", Report(passed: 1, failed: 0, skipped: 0));

        Assert.Equal(new End(1, "1 passed, 1 failed"), await RunAsync(timeout: "1"));
    }

    [Fact]
    public async Task A_test_project_that_was_not_built_is_a_failure()
    {
        AddTests("A.Tests", Report(passed: 1, failed: 0, skipped: 0));
        File.Delete(Program("A.Tests"));

        Assert.Equal(new End(1, "0 passed, 1 failed"), await RunAsync());
    }

    [Fact]
    public async Task A_program_that_tests_only_start_is_not_run()
    {
        AddTests("A.Tests", Report(passed: 1, failed: 0, skipped: 0));
        AddProject("A.TestHost", "", "exit 1");

        Assert.Equal(new End(0, "1 passed, 0 failed"), await RunAsync());
    }

    [Fact]
    public async Task A_run_without_tests_is_a_failure()
    {
        AddTests("A.Tests", Report(passed: 0, failed: 0, skipped: 0));

        Assert.Equal(new End(1, "0 passed, 0 failed"), await RunAsync());
    }

    [Fact]
    public async Task Every_program_gets_the_options_and_long_is_the_explicit_tests()
    {
        const string Script = "echo \"$@\" >\"$0.arguments\"\n";
        foreach (var name in new[] { "A.Tests", "B.Tests" }) AddTests(name, Script + Report(passed: 1, failed: 0, skipped: 0));

        await RunAsync(arguments: ["--long", "-class", "C"]);

        foreach (var name in new[] { "A.Tests", "B.Tests" })
            Assert.StartsWith("-explicit on -class C ", File.ReadAllText($"{Program(name)}.arguments"), StringComparison.Ordinal);
    }

    private static string Report(int passed, int failed, int skipped)
        => $"echo '<assemblies><assembly passed=\"{passed}\" failed=\"{failed}\" skipped=\"{skipped}\" errors=\"0\" /></assemblies>' "
            + ">\"$REPORT\"\n";

    // The second attempt, in which all tests but A.Broken pass.
    private static string Again
        => "if [[ $1 == -method ]]; then echo \"${@:1:$#-4}\"; " + Report(Row("A.Late", "Pass"), Row("A.Broken", "Fail")) + "exit 1; fi";

    private static string Row(string name, string result)
        => $"<test name=\"{name}\" type=\"{name.Split('.')[0]}\" method=\"{name.Split('.')[1]}\" result=\"{result}\">"
            + (result == "Fail" ? "<failure><message>too late</message></failure></test>" : "</test>");

    private static string Report(params string[] rows)
    {
        var failed = rows.Count(row => row.Contains("failure", StringComparison.Ordinal));
        return $"echo '<assemblies><assembly passed=\"{rows.Length - failed}\" failed=\"{failed}\">{string.Concat(rows)}"
            + "</assembly></assemblies>' >\"$REPORT\"\n";
    }

    private async Task<End> RunAsync(string timeout = "60", string[]? arguments = null)
    {
        var (code, text) = await OutputAsync(timeout, arguments);
        return new End(code, text.TrimEnd('\n').Split('\n')[^1]);
    }

    private async Task<(int Code, string Text)> OutputAsync(string timeout = "60", string[]? arguments = null)
    {
        // The same configuration, release or debug, that these tests were built in.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var program = Path.Combine(HansardProcess.Repository, "artifacts", "bin", "Hansard.TestRun", configuration, "Hansard.TestRun.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments ?? []])
        {
            WorkingDirectory = _root,
            RedirectStandardOutput = true,
        };
        start.Environment["HANSARD_TEST_TIMEOUT"] = timeout;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, output);
    }

    private void AddTests(string name, string script) => AddProject(name, "<IsTestProject>true</IsTestProject>", script);

    // $REPORT is where the script's report belongs.
    private void AddProject(string name, string properties, string script)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, "tests", name)).FullName;
        File.WriteAllText(Path.Combine(folder, $"{name}.csproj"), $"<Project><PropertyGroup>{properties}</PropertyGroup></Project>");
        Directory.CreateDirectory(Path.GetDirectoryName(Program(name))!);
        File.WriteAllText(Program(name), $"#!/bin/bash\nREPORT=${{@: -1}}\n{script}");
        File.SetUnixFileMode(Program(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private string Program(string name) => Path.Combine(_root, "artifacts", "bin", name, "release", name);

    /// <summary>End of a run.</summary>
    private sealed record End(int Code, string LastLine);
}
