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
        // The functions of fish know a word, and not where it stands: 'list' is a command, and one of others too.
        script.Append($$"""
            function __hansard_at
                set -l command hansard
                for word in (commandline -opc)[2..]
                    switch "$command $word"
                        case {{string.Join(' ', commands.Skip(1).Select(command => Quote(command.Path)))}}
                            set command "$command $word"
                    end
                end
                test "$command" = "$argv"
            end

            """);
        foreach (var command in commands)
        {
            var condition = Quote($"__hansard_at {command.Path}");
            foreach (var name in command.Words)
            {
                var summary = summaries.GetValueOrDefault($"{command.Path} {name}", name);
                script.Append($"complete -c hansard -f -n {condition} -a {name} -d {Quote(summary)}\n");
            }
            foreach (var option in command.Options)
            {
                script.Append($"complete -c hansard -n {condition}");
                foreach (var name in option.Names) script.Append(name.StartsWith("--", StringComparison.Ordinal)
                    ? $" -l {name[2..]}" : name.Length == 2 ? $" -s {name[1..]}" : $" -o {name[1..]}");
                if (option.Values.Count > 0) script.Append($" -x -a {Quote(string.Join(' ', option.Values))}");
                else if (option.Value is not null) script.Append(" -r");
                script.Append($" -d {Quote(option.Summary)}\n");
            }
        }
        return script.ToString();
    }

    private static string Quote(string text)
        => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
