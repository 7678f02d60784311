using System.Text;

namespace Hansard.Cli.Completion;

/// <summary>Completion for fish.</summary>
internal static class FishCompletion
{
    /// <summary>Writes the script.</summary>
    public static string Write(IReadOnlyList<CommandEntry> commands)
    {
        var summaries = commands.ToDictionary(command => command.Path, command => command.Summary);
        var script = new StringBuilder(
            "# Completion of hansard for fish. To install it:\n"
            + "#   hansard completion fish > ~/.config/fish/completions/hansard.fish\n");
        foreach (var command in commands)
        {
            var condition = Condition(command);
            foreach (var name in command.Words)
            {
                var summary = summaries.GetValueOrDefault($"{command.Path} {name}", name);
                script.Append($"complete -c hansard -f -n {condition} -a {name} -d {Quote(summary)}\n");
            }
            foreach (var option in command.Options)
            {
                script.Append($"complete -c hansard -n {Seen(command)}");
                foreach (var name in option.Names) script.Append(name.StartsWith("--", StringComparison.Ordinal)
                    ? $" -l {name[2..]}" : name.Length == 2 ? $" -s {name[1..]}" : $" -o {name[1..]}");
                if (option.Values.Count > 0) script.Append($" -x -a {Quote(string.Join(' ', option.Values))}");
                else if (option.Value is not null) script.Append(" -r");
                script.Append($" -d {Quote(option.Summary)}\n");
            }
        }
        return script.ToString();
    }

    // A command whose own commands have not been typed yet.
    private static string Condition(CommandEntry command) => command.Path == "hansard"
        ? "__fish_use_subcommand"
        : Quote($"{Bare(Seen(command))}; and not __fish_seen_subcommand_from {string.Join(' ', command.Words)}");

    private static string Seen(CommandEntry command) => command.Path == "hansard"
        ? "__fish_use_subcommand"
        : Quote(string.Join("; and ", command.Path.Split(' ').Skip(1).Select(word => $"__fish_seen_subcommand_from {word}")));

    private static string Bare(string quoted) => quoted.Trim('\'');

    private static string Quote(string text)
        => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
