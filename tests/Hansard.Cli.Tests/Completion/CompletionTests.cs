using System.Diagnostics;
using static Hansard.Cli.Tests.HansardProcess;

namespace Hansard.Cli.Tests.Completion;

public sealed class CompletionTests
{
    [Fact]
    public async Task Bash_completes_commands_options_and_values()
    {
        var script = (await RunAsync("completion", "bash")).Output;
        const string Ask = """

            shopt -s failglob
            ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _hansard 2>/dev/null; echo "${COMPREPLY[*]}"; }
            ask hansard tr
            ask hansard keys ''
            ask hansard transcribe --sp
            ask hansard transcribe a.wav -f s
            ask hansard transcribe --format = do
            ask hansard transcribe -l germ
            ask hansard transcribe --channels s
            ask hansard completion ''
            ask hansard help mod
            ask hansard transcribe --output rec
            complete -p hansard
            """;
        var answers = await BashAsync(script + Ask);
        Assert.Equal(
            [
                "transcribe", "create list revoke", "--speakers --speaker-model", "srt", "docx", "german", "split",
                "bash fish powershell zsh", "models", "", "complete -F _hansard hansard",
            ],
            answers.TrimEnd('\n').Split('\n'));
    }

    // Their shells are not among the packages of the tests.
    [Theory]
    [InlineData("zsh", "#compdef hansard\n", "'hansard transcribe --style') compadd -- broadcast default netflix web; return ;;")]
    [InlineData("fish", "# ", "complete -c hansard -n '__fish_seen_subcommand_from transcribe' -l format -s f -x -a 'ass csv docx")]
    [InlineData("powershell", "# ", "'hansard transcribe --channels' = @('auto', 'mix', 'split')")]
    public async Task Other_shells_have_the_same_commands_options_and_values(string shell, string beginning, string part)
    {
        var result = await RunAsync("completion", shell);
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.StartsWith(beginning, result.Output, StringComparison.Ordinal);
        Assert.Contains(part, result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("man(7)", result.Output, StringComparison.Ordinal);
        // Quotes, parentheses and braces close what they open.
        Assert.Equal(0, result.Output.Replace("\\'", "", StringComparison.Ordinal).Count(sign => sign == '\'') % 2);
        Assert.Equal(result.Output.Count(sign => sign == '{'), result.Output.Count(sign => sign == '}'));
    }

    private static async Task<string> BashAsync(string script)
    {
        var start = new ProcessStartInfo("bash", ["--norc", "-s"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var bash = Process.Start(start)!;
        await bash.StandardInput.WriteAsync(script);
        bash.StandardInput.Close();
        var output = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }
}
