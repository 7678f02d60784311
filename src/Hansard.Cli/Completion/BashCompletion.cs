using System.Text;

namespace Hansard.Cli.Completion;

/// <summary>Completion for bash.</summary>
internal static class BashCompletion
{
    /// <summary>Writes the script.</summary>
    public static string Write(IReadOnlyList<CommandEntry> commands)
    {
        var script = new StringBuilder();
        script.Append("""
            # Completion of hansard for bash. To install it:
            #   hansard completion bash > ~/.local/share/bash-completion/completions/hansard
            _hansard() {
                local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=hansard words= i
                # bash takes --format=srt for three words.
                if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi
                for ((i = 1; i < COMP_CWORD; i++)); do
                    case "$command ${COMP_WORDS[i]}" in

            """);
        foreach (var command in commands.Skip(1)) script.Append($"            '{command.Path}') command='{command.Path}' ;;\n");
        script.Append("        esac\n    done\n    case \"$command $prev\" in\n");
        foreach (var command in commands)
        {
            foreach (var option in command.Options.Where(option => option.Value is not null))
            {
                var patterns = string.Join(" | ", option.Names.Select(name => $"'{command.Path} {name}'"));
                var reply = option.Values.Count == 0
                    ? "compopt -o default 2>/dev/null; COMPREPLY=(); return"
                    : $"words='{string.Join(' ', option.Values)}'";
                script.Append($"        {patterns}) {reply} ;;\n");
            }
        }
        script.Append("        *)\n            case \"$command\" in\n");
        foreach (var command in commands)
        {
            var options = string.Join(' ', command.Options.SelectMany(option => option.Names));
            script.Append($"                '{command.Path}') if [[ $cur == -* ]]; then words='{options}'; ");
            script.Append(command.Words.Count > 0
                ? $"else words='{string.Join(' ', command.Words)}'; fi ;;\n"
                : "else compopt -o default 2>/dev/null; COMPREPLY=(); return; fi ;;\n");
        }
        script.Append("""
                        esac ;;
                esac
                COMPREPLY=($(compgen -W "$words" -- "$cur"))
            }
            complete -F _hansard hansard

            """);
        return script.ToString();
    }
}
