using System.CommandLine;
using Hansard.Cli.Usage;
using Hansard.Engine.Transcripts.Renderings;
using Hansard.Server.Exports;

namespace Hansard.Cli.Formats;

/// <summary>The option <c>--redact</c>: what a transcript does not show. Without a value, everything that it can.</summary>
internal static class RedactOption
{
    private const string Name = "--redact";

    /// <summary>Makes the option.</summary>
    public static Option<string?> Create()
    {
        string[] values = [.. RedactionNames.Kinds, RedactionNames.Everything, RedactionNames.Nothing];
        var option = new Option<string?>(Name)
        {
            Description = "Replace numbers and addresses by [PHONE] and the like, spoken or in figures: "
                + $"{Alternatives.Of(RedactionNames.Kinds)}, several with commas between. Without a value: all of them.",
            HelpName = string.Join('|', RedactionNames.Kinds),
        };
        option.CompletionSources.Add(values);
        option.Validators.Add(result =>
        {
            foreach (var value in result.Tokens.Select(token => token.Value))
            {
                if (RedactionNames.Read(value) is null)
                    result.AddError($"{Name} takes {Alternatives.Of(values)}, not '{value}'.{Alternatives.DidYouMean(value, values)}");
            }
        });
        return option;
    }

    /// <summary>The kinds that a value names.</summary>
    /// <param name="value">Value of the option, which its validator has passed; null: it was not given.</param>
    public static IReadOnlyList<SensitiveKind> Read(string? value) => RedactionNames.Read(value ?? "")!;

    /// <summary>Gives the option its value where it was typed without one, which the parser would take from what follows.</summary>
    /// <param name="args">The arguments as they were typed.</param>
    public static string[] Complete(string[] args)
    {
        var end = Array.IndexOf(args, "--");
        return [.. args.Select((arg, i) => arg == Name && (end < 0 || i < end) && !IsValue(args.ElementAtOrDefault(i + 1))
            ? $"{Name}={RedactionNames.Everything}"
            : arg)];
    }

    private static bool IsValue(string? next) => next is { Length: > 0 } && RedactionNames.Read(next) is not null;
}
