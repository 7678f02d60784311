using System.CommandLine;
using Hansard.Cli.Usage;

namespace Hansard.Cli.Completion;

/// <summary>hansard completion: a script that lets a shell complete commands, options and values.</summary>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, Func<IReadOnlyList<CommandEntry>, string>> Shells = new()
    {
        ["bash"] = BashCompletion.Write,
        ["zsh"] = ZshCompletion.Write,
        ["fish"] = FishCompletion.Write,
        ["powershell"] = PowerShellCompletion.Write,
    };

    /// <summary>The command.</summary>
    /// <param name="root">All commands.</param>
    public static Command Create(RootCommand root)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or powershell." };
        shell.CompletionSources.Add([.. Shells.Keys]);
        var command = new Command("completion", "Print a script that lets a shell complete what is typed after hansard.") { shell };
        command.SetAction(arguments =>
        {
            var name = arguments.GetValue(shell)!;
            if (!Shells.TryGetValue(name, out var write))
                throw new UsageException(
                    $"There is completion for {Alternatives.Of([.. Shells.Keys])}, not for '{Printable.Of(name)}'."
                    + Alternatives.DidYouMean(name, Shells.Keys));
            Console.Out.Write(write(CommandTree.Of(root)));
        });
        return command;
    }

    /// <summary>The script of a shell.</summary>
    internal static string Write(string shell, RootCommand root) => Shells[shell](CommandTree.Of(root));
}
