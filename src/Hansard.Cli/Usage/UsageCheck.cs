using System.CommandLine;
using System.CommandLine.Parsing;

namespace Hansard.Cli.Usage;

/// <summary>Finds what is wrong with a command line, for all commands alike, before any of them runs.</summary>
/// <remarks>
/// System.CommandLine takes an option that it does not know for a value, and so a mistyped one for the name of a file; and its messages
/// name .NET types. What it finds beyond this is told in its own words.
/// </remarks>
internal static class UsageCheck
{
    /// <summary>Files whose names begin with @ are recordings, and no lists of arguments.</summary>
    public static ParserConfiguration Parser { get; } = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <summary>Describes the first fault in a line; null if there is none.</summary>
    /// <param name="parsed">The arguments as System.CommandLine understands them.</param>
    /// <param name="args">As they were typed.</param>
    public static string? FindFault(ParseResult parsed, IReadOnlyList<string> args)
    {
        if (parsed.Action is { ClearsParseErrors: true }) return null; // --help and --version.
        var command = parsed.CommandResult;
        var fault = WrongOption(command, args) ?? UnknownCommand(parsed) ?? WrongValue(parsed)
            ?? (parsed.Errors is [var error, ..] ? WrongNumber(error, parsed) ?? error.Message : null);
        return fault is null ? null : Printable.Of($"{fault} See '{NameOf(command)} --help'.");
    }

    private static string? WrongOption(CommandResult command, IReadOnlyList<string> args)
    {
        var options = OptionsOf(command).ToDictionary(option => option.Name);
        foreach (var option in options.Values.ToList())
            foreach (var alias in option.Aliases) options.TryAdd(alias, option);
        string? taker = null; // The option before, if it takes a value.
        foreach (var arg in args.TakeWhile(arg => arg != "--"))
        {
            var name = arg.Split('=', ':')[0];
            if (options.TryGetValue(name, out var option))
            {
                if (arg.Length == name.Length + 1) return Empty(name); // --output= would otherwise take the argument that follows.
                if (option.ValueType == typeof(bool) && arg.Length > name.Length && !bool.TryParse(arg[(name.Length + 1)..], out _))
                    return $"{name} takes no value, and '{arg[(name.Length + 1)..]}' would be taken for something else.";
                taker = name.Length == arg.Length && option.Arity.MinimumNumberOfValues > 0 ? arg : null;
                continue;
            }
            var isNumber = taker is not null && arg.Length > 1 && char.IsAsciiDigit(arg[1]); // -1, which has a range to be out of.
            if (arg.Length > 1 && arg[0] == '-' && !isNumber) return Describe(arg, name, taker, options);
            taker = null;
        }
        return null;
    }

    private static string Describe(string arg, string name, string? taker, Dictionary<string, Option> options)
    {
        var names = options.Where(option => option.Key.StartsWith("--", StringComparison.Ordinal) && !option.Value.Hidden);
        return $"There is no option '{name}'.{Alternatives.DidYouMean(name, names.Select(option => option.Key))}"
            + (taker is null ? "" : $" As the value of {taker} it is written '{taker}={arg}'.")
            + (Path.Exists(arg) ? $" The file of that name is './{arg}'." : "");
    }

    private static string? UnknownCommand(ParseResult parsed)
    {
        var commands = parsed.CommandResult.Command.Subcommands.Where(command => !command.Hidden).Select(command => command.Name).ToList();
        if (commands.Count == 0) return null;
        return parsed.UnmatchedTokens is [var token, ..]
            ? $"There is no command '{token}'.{Alternatives.DidYouMean(token, commands)}"
            : $"Name a command: {Alternatives.Of(commands)}.";
    }

    private static string? WrongValue(ParseResult parsed)
    {
        foreach (var result in parsed.CommandResult.Children)
        {
            var (name, type) = result switch
            {
                OptionResult { Implicit: false } option => (option.Option.Name, option.Option.ValueType),
                ArgumentResult argument => ($"<{argument.Argument.Name}>", argument.Argument.ValueType),
                _ => ("", typeof(string)),
            };
            foreach (var value in result.Tokens.Select(token => token.Value))
            {
                if (WrongValue(name, Nullable.GetUnderlyingType(type) ?? type, value) is { } fault)
                    return OwnErrorOf(result, parsed) ?? fault;
            }
        }
        return null;
    }

    private static string? WrongValue(string name, Type type, string value)
        => value.Length == 0 ? Empty(name)
            : type == typeof(int) && !int.TryParse(value, out _) ? $"{name} takes a whole number, not '{value}'."
            : type.IsEnum && !Enum.GetNames(type).Contains(value, StringComparer.OrdinalIgnoreCase)
                ? $"{name} takes {Alternatives.Of([.. Enum.GetNames(type).Select(each => each.ToLowerInvariant())])}, not '{value}'."
            : null;

    // Of arguments, or of an option's values.
    private static string? WrongNumber(ParseError error, ParseResult parsed) => error.SymbolResult switch
    {
        OptionResult { Tokens.Count: 0, Option.Name: var name } => $"{name} needs a value.",
        OptionResult { Option: { Arity.MaximumNumberOfValues: 1, Name: var name }, Tokens.Count: > 1 and var count }
            => $"{name} takes one value, and was given {count}.",
        ArgumentResult { Tokens.Count: 0, Argument.Name: var name } => $"<{name}> is missing.",
        _ when parsed.UnmatchedTokens is [var token, ..] => $"'{token}' is too much: no further argument is taken.",
        CommandResult { Children: var children } when children.OfType<ArgumentResult>()
            .FirstOrDefault(argument => argument.Tokens.Count < argument.Argument.Arity.MinimumNumberOfValues) is { } missing
            => $"<{missing.Argument.Name}> is missing.",
        _ => null,
    };

    private static string Empty(string name) => $"{name} was given an empty value.";

    // A validator of ours knows more than the type, such as a range.
    private static string? OwnErrorOf(SymbolResult result, ParseResult parsed)
        => result is OptionResult { Option.Validators.Count: > 0 }
            ? parsed.Errors.FirstOrDefault(error => error.SymbolResult == result)?.Message
            : null;

    private static IEnumerable<Option> OptionsOf(CommandResult command)
    {
        var options = command.Command.Options.AsEnumerable();
        for (var parent = command.Parent as CommandResult; parent is not null; parent = parent.Parent as CommandResult)
            options = options.Concat(parent.Command.Options.Where(option => option.Recursive));
        return options;
    }

    private static string NameOf(CommandResult command)
        => command.Parent is CommandResult parent ? $"{NameOf(parent)} {command.Command.Name}" : "hansard";
}
