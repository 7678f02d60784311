using System.CommandLine;
using Hansard.Cli.Usage;

namespace Hansard.Cli.Help;

/// <summary>hansard help: the help of a command.</summary>
internal static class HelpCommand
{
    /// <summary>The command.</summary>
    /// <param name="root">All commands.</param>
    public static Command Create(RootCommand root)
    {
        var words = new Argument<string[]>("COMMAND")
        {
            Description = "The command, such as transcribe or keys create. Default: all of them.",
            HelpName = "COMMAND", // Otherwise all of them, in a column as wide as two screens.
            Arity = ArgumentArity.ZeroOrMore,
        };
        words.CompletionSources.Add(_ => root.Subcommands.Where(each => !each.Hidden)
            .Select(each => new System.CommandLine.Completions.CompletionItem(each.Name)));
        var command = new Command("help", "Show the help of a command.") { words };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var path = arguments.GetValue(words)!;
            Command at = root;
            foreach (var word in path)
            {
                at = at.Subcommands.FirstOrDefault(each => each.Name == word)
                    ?? throw new UsageException(
                        $"There is no command '{Printable.Of(string.Join(' ', path))}'."
                        + Alternatives.DidYouMean(word, at.Subcommands.Where(each => !each.Hidden).Select(each => each.Name))
                        + " See 'hansard --help'.");
            }
            return await root.Parse([.. path, "--help"]).InvokeAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        });
        return command;
    }
}
