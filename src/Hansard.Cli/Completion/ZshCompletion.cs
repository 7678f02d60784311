using System.Text;

namespace Hansard.Cli.Completion;

/// <summary>Completion for zsh.</summary>
internal static class ZshCompletion
{
    /// <summary>Writes the script.</summary>
    public static string Write(IReadOnlyList<CommandEntry> commands)
    {
        var summaries = commands.ToDictionary(command => command.Path, command => command.Summary);
        var script = new StringBuilder();
        script.Append("""
            #compdef hansard
            # Completion of hansard for zsh. To install it, with 'fpath+=~/.zfunc' before 'compinit' in ~/.zshrc:
            #   hansard completion zsh > ~/.zfunc/_hansard
            _hansard() {
                local command=hansard i
                local -a found
                for ((i = 2; i < CURRENT; i++)); do
                    case "$command ${words[i]}" in

            """);
        foreach (var command in commands.Skip(1)) script.Append($"            '{command.Path}') command='{command.Path}' ;;\n");
        script.Append("        esac\n    done\n    case \"$command ${words[CURRENT-1]}\" in\n");
        foreach (var command in commands)
        {
            foreach (var option in command.Options.Where(option => option.Value is not null))
            {
                var patterns = string.Join(" | ", option.Names.Select(name => $"'{command.Path} {name}'"));
                var reply = option.Values.Count == 0 ? "_files" : $"compadd -- {string.Join(' ', option.Values)}";
                script.Append($"        {patterns}) {reply}; return ;;\n");
            }
        }
        script.Append("    esac\n    case \"$command\" in\n");
        foreach (var command in commands)
        {
            var options = command.Options.SelectMany(option => option.Names.Select(name => Item(name, option.Summary)));
            script.Append($"        '{command.Path}')\n            if [[ $PREFIX == -* ]]; then\n                found=(")
                .AppendJoin(' ', options).Append(")\n            else\n                ");
            string Summary(string name) => summaries.GetValueOrDefault($"{command.Path} {name}", name);
            script.Append(command.Words.Count > 0
                ? $"found=({string.Join(' ', command.Words.Select(name => Item(name, Summary(name))))})"
                : "_files; return").Append("\n            fi ;;\n");
        }
        script.Append("""
                esac
                _describe hansard found
            }
            if [[ $funcstack[1] == _hansard ]]; then _hansard; else compdef _hansard hansard; fi

            """);
        return script.ToString();
    }

    private static string Item(string name, string summary)
        => $"'{name}:{summary.Replace("'", "'\\''", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal)}'";
}
