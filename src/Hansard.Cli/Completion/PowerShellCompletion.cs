using System.Text;

namespace Hansard.Cli.Completion;

/// <summary>Completion for PowerShell.</summary>
internal static class PowerShellCompletion
{
    /// <summary>Writes the script.</summary>
    public static string Write(IReadOnlyList<CommandEntry> commands)
    {
        var script = new StringBuilder();
        script.Append("""
            # Completion of hansard for PowerShell. To install it:
            #   hansard completion powershell >> $PROFILE
            Register-ArgumentCompleter -Native -CommandName hansard -ScriptBlock {
                param($word, $ast, $position)
                $commands = @{

            """);
        foreach (var command in commands)
            script.Append($"        '{command.Path}' = @({List(command.Words.Concat(command.Options.SelectMany(o => o.Names)))})\n");
        script.Append("    }\n    $values = @{\n");
        foreach (var command in commands)
        {
            foreach (var option in command.Options.Where(option => option.Values.Count > 0))
                foreach (var name in option.Names) script.Append($"        '{command.Path} {name}' = @({List(option.Values)})\n");
        }
        script.Append("""
                }
                $command = 'hansard'
                $before = @($ast.CommandElements | Where-Object { $_.Extent.EndOffset -lt $position } | ForEach-Object { "$_" })
                foreach ($typed in $before | Select-Object -Skip 1) {
                    if ($commands.ContainsKey("$command $typed")) { $command = "$command $typed" }
                }
                $found = $values["$command $($before[-1])"]
                if (-not $found) { $found = $commands[$command] }
                $found | Where-Object { $_ -like "$word*" } |
                    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }

            """);
        return script.ToString();
    }

    private static string List(IEnumerable<string> words)
        => string.Join(", ", words.Select(word => $"'{word.Replace("'", "''", StringComparison.Ordinal)}'"));
}
