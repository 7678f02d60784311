using System.Diagnostics;
using static Hansard.Cli.Tests.HansardProcess;

namespace Hansard.Cli.Tests.Help;

public sealed class HelpTests
{
    private static readonly string Page = Path.Combine(HansardProcess.Repository, "docs", "hansard.1");

    [Fact]
    public async Task The_help_of_a_command_can_be_asked_for_in_two_ways_and_ends_with_examples()
    {
        var option = await RunAsync("keys", "create", "--help");
        var command = await RunAsync("help", "keys", "create");
        Assert.Equal((0, option.Output, ""), (command.Code, command.Output, command.Error));
        Assert.Matches(@"\nExamples:\n  hansard keys create [^\n]+\n      [^\n]+\n$", command.Output);
    }

    [Fact]
    public async Task The_manual_page_is_that_of_the_program()
    {
        var made = await RunAsync("man");
        Assert.True(made.Output == await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken),
            "docs/hansard.1 is not that of the program: 'hansard man > docs/hansard.1' makes it anew.");
        Assert.All(made.Output.Split('\n'), line => Assert.DoesNotMatch(@"^'|[^\x20-\x7E]", line));
    }

    [Fact]
    public async Task The_manual_page_is_one_that_man_can_show()
    {
        Assert.SkipUnless(new Tool("man", "man-db").IsInstalled, "man is not installed.");
        var start = new ProcessStartInfo("man", ["--warnings", "-l", Page]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var man = Process.Start(start)!;
        var warnings = man.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var text = await man.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await warnings);
        Assert.Contains("--reading-speed", text, StringComparison.Ordinal);
    }
}
