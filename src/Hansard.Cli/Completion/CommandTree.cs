using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;

namespace Hansard.Cli.Completion;

/// <summary>The commands with their options, as scripts of shells and the manual page need them.</summary>
internal static class CommandTree
{
    /// <summary>All commands that are shown, the parents first; the root has the program's name.</summary>
    public static IReadOnlyList<CommandEntry> Of(RootCommand root) => [.. Entries(root, "hansard", [])];

    /// <summary>The name of a command with those of its parents.</summary>
    public static string PathOf(CommandResult command)
        => command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : "hansard";

    private static IEnumerable<CommandEntry> Entries(Command command, string path, IReadOnlyList<Option> inherited)
    {
        var options = command.Options.Concat(inherited).Where(option => !option.Hidden).ToList();
        var children = command.Subcommands.Where(child => !child.Hidden).ToList();
        yield return new CommandEntry(path, command, [.. options.Select(Describe)])
        {
            Subcommands = [.. children.Select(child => child.Name)],
        };
        var passedOn = options.Where(option => option.Recursive).ToList();
        foreach (var entry in children.SelectMany(child => Entries(child, $"{path} {child.Name}", passedOn))) yield return entry;
    }

    private static OptionEntry Describe(Option option)
    {
        string[] names = [option.Name, .. option.Aliases.Where(alias => alias is ['-', .., not '?'])];
        var takesValue = option.ValueType != typeof(bool) && option.Arity.MaximumNumberOfValues > 0;
        // .NET spells the values of enumerations with capitals.
        string[] values = takesValue
            ? [.. option.GetCompletions(CompletionContext.Empty).Select(item => item.Label.ToLowerInvariant())]
            : [];
        var value = takesValue ? option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant() : null;
        return new OptionEntry(names, option.Description ?? "", value, values);
    }
}

/// <summary>A command.</summary>
/// <param name="Path">Its name with those of its parents, such as <c>hansard keys create</c>.</param>
/// <param name="Command">The command itself.</param>
/// <param name="Options">Its options, those of its parents included.</param>
internal sealed record CommandEntry(string Path, Command Command, IReadOnlyList<OptionEntry> Options)
{
    /// <summary>Names of the commands below it.</summary>
    public IReadOnlyList<string> Subcommands { get; init; } = [];

    /// <summary>The words that may follow it: the commands below it, or values of its argument; empty if they cannot be listed.</summary>
    public IReadOnlyList<string> Words => Subcommands.Count > 0
        ? Subcommands
        : [.. Arguments.SelectMany(argument => argument.GetCompletions(CompletionContext.Empty)).Select(item => item.Label)];

    /// <summary>Its arguments.</summary>
    public IEnumerable<Argument> Arguments => Command.Arguments.Where(argument => !argument.Hidden);

    /// <summary>Its description's first sentence.</summary>
    public string Summary => CommandEntry.FirstSentence(Command.Description ?? "");

    /// <summary>The first sentence of a description.</summary>
    public static string FirstSentence(string text)
        => text.IndexOf(". ", StringComparison.Ordinal) is > 0 and var end ? text[..end] : text.TrimEnd('.');
}

/// <summary>An option.</summary>
/// <param name="Names">Its name, and shorter ones.</param>
/// <param name="Description">For people.</param>
/// <param name="Value">Name of its value; null if it takes none.</param>
/// <param name="Values">The values that it may have; empty if they cannot be listed.</param>
internal sealed record OptionEntry(IReadOnlyList<string> Names, string Description, string? Value, IReadOnlyList<string> Values)
{
    /// <summary>Its description's first sentence.</summary>
    public string Summary => CommandEntry.FirstSentence(Description);
}
