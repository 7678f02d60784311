using System.CommandLine;
using System.Text;
using Hansard.Cli.Completion;

namespace Hansard.Cli.Help;

/// <summary>hansard man: the manual page, made of the commands themselves. Hidden, as it is for those who pack the program.</summary>
internal static class ManualPage
{
    /// <summary>The command.</summary>
    /// <param name="root">All commands.</param>
    public static Command Create(RootCommand root)
    {
        var command = new Command("man", "Print the manual page, in the language of man(7).") { Hidden = true };
        command.SetAction(_ => Console.Out.Write(Write(root)));
        return command;
    }

    /// <summary>Writes the page.</summary>
    public static string Write(RootCommand root)
    {
        var page = new StringBuilder();
        void Line(string line) => page.Append(line).Append('\n');
        void Text(string text) => Line(Escape(text));
        Line(".\\\" Made by 'hansard man'. A test holds it to the program.");
        Line(".TH HANSARD 1 \"\" Hansard \"User Commands\"");
        Line(".SH NAME");
        Line("hansard \\- turns recordings into text");
        Line(".SH SYNOPSIS");
        Line(".B hansard");
        Line(".I COMMAND");
        Line(".RI [ OPTION ...]");
        Line(".SH DESCRIPTION");
        Text(root.Description!);
        var commands = CommandTree.Of(root).Skip(1).ToList();
        Line(".SH COMMANDS");
        foreach (var entry in commands.Where(entry => entry.Subcommands.Count == 0))
        {
            Line($".SS {Escape($"{entry.Path} {string.Join(' ', entry.Arguments.Select(argument => argument.Name))}".TrimEnd())}");
            Text(entry.Command.Description!);
            foreach (var argument in entry.Arguments) Item($"\\fI{Escape(argument.Name)}\\fR", argument.Description);
            foreach (var option in entry.Options)
            {
                var names = string.Join(", ", option.Names.Select(name => $"\\fB{Escape(name)}\\fR"));
                Item(option.Value is { } value ? $"{names} \\fI{Escape(value)}\\fR" : names, option.Description);
            }
        }
        Line(".SH EXAMPLES");
        foreach (var example in commands.Prepend(CommandTree.Of(root)[0]).SelectMany(entry => Examples.Of(entry.Path)))
            Item($"\\fB{Escape(example.Line)}\\fR", example.Meaning);
        Line(".SH EXIT STATUS");
        foreach (var (code, meaning) in ((string, string)[])[
            ("0", "Done."), ("1", "What was asked for could not be done, or a recording failed or was skipped."),
            ("2", "The command line is wrong."), ("130", "Interrupted.")]) Item(code, meaning);
        Line(".SH FILES");
        Item("\\fI~/.config/hansard/transcribe.json\\fR", "Defaults of the options of transcribe, and of watch where it has them.");
        Line(".SH ENVIRONMENT");
        Item("\\fBHANSARD_TRANSCRIBE_\\fIOPTION\\fR", "The default of an option of both, such as HANSARD_TRANSCRIBE_MODEL.");
        return page.ToString();

        void Item(string tag, string? text)
        {
            Line(".TP");
            Line(tag);
            Text(text ?? "");
        }
    }

    // A line that begins with a full stop or an apostrophe would be a command.
    private static string Escape(string text)
    {
        var escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal)
            .Replace("'", "\\(aq", StringComparison.Ordinal).Replace("~", "\\(ti", StringComparison.Ordinal)
            .Replace("…", "...", StringComparison.Ordinal);
        return escaped.StartsWith('.') ? $"\\&{escaped}" : escaped;
    }
}
