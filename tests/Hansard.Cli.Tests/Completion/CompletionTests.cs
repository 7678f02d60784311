using System.Diagnostics;
using static Hansard.Cli.Tests.HansardProcess;

namespace Hansard.Cli.Tests.Completion;

public sealed class CompletionTests : IDisposable
{
    private const string Questions = """
        ask 'hansard tr'
        ask 'hansard keys '
        ask 'hansard models list --'
        ask 'hansard transcribe --sp'
        ask 'hansard transcribe a.wav -f s'
        ask 'hansard transcribe -l germ'
        ask 'hansard transcribe --channels s'
        ask 'hansard completion '
        ask 'hansard help mod'
        ask 'hansard transcribe --output rec'

        """;

    private static readonly string[] Answers =
    [
        "transcribe", "create list revoke", "--help", "--speaker-model --speakers", "srt", "german", "split", "bash fish powershell zsh",
        "models", "recordings",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-completion-");

    public CompletionTests() => Directory.CreateDirectory(In("recordings"));

    public void Dispose() => _folder.Delete(recursive: true);

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

    [Fact]
    [Requires("zsh")]
    public async Task Zsh_completes_commands_options_and_values()
    {
        File.WriteAllText(In("_hansard"), (await RunAsync("completion", "zsh")).Output);
        // In a terminal of its own: what the completion adds is printed instead of shown.
        File.WriteAllText(In("init.zsh"), """
            autoload -Uz compinit && compinit -D -u
            source ./_hansard
            compadd() {
                if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)* ]]; then builtin compadd "$@"; return; fi
                local -a hits
                builtin compadd -A hits "$@"
                print -l -- '' HIT:$^hits
            }
            finish() { compstate[insert]= compstate[list]=; print -l '' END; }
            tab() { comppostfuncs=(finish); zle complete-word; }
            zle -N tab
            bindkey '^I' tab
            print ready

            """);
        var answers = await AskAsync("zsh", ["-f", "-s"], """
            zmodload zsh/zpty
            zpty shell zsh -f -i
            zpty -w shell 'PS1=; source ./init.zsh'
            zpty -r shell line '*ready*'
            ask() {
                local line
                zpty -w -n shell $'\x15'"$1"$'\t'
                zpty -r shell line '*END*'
                local -a hits=(${(M)${(f)line//$'\r'/}:#HIT:*})
                print -r -- ${(o)hits#HIT:}
            }

            """);
        Assert.Equal(Answers, answers);
    }

    [Fact]
    [Requires("fish")]
    public async Task Fish_completes_commands_options_and_values()
    {
        File.WriteAllText(In("hansard.fish"), (await RunAsync("completion", "fish")).Output);
        var answers = await AskAsync("fish", ["--no-config"], """
            source hansard.fish
            function ask; echo (complete -C $argv[1] | string split -f1 \t | sort); end

            """);
        Assert.Equal(Answers, answers);
    }

    // There is no Debian package of PowerShell.
    [Theory]
    [InlineData("zsh", "#compdef hansard\n",
        "'hansard transcribe --style') compadd -- broadcast clean default netflix verbatim web; return ;;")]
    [InlineData("fish", "# ", "complete -c hansard -n '__hansard_at hansard transcribe' -l format -s f -x -a 'ass csv docx")]
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

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private async Task<string[]> AskAsync(string shell, string[] arguments, string preparation)
    {
        var start = new ProcessStartInfo(shell, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = _folder.FullName,
        };
        foreach (var variable in (string[])["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"]) start.Environment[variable] = _folder.FullName;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(preparation + Questions);
        process.StandardInput.Close();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return [.. output.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd(' ', '/'))];
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
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
