using System.Collections;
using System.CommandLine;
using Hansard.Cli.Usage;

namespace Hansard.Cli.Defaults;

/// <summary>Defaults in variables such as <c>HANSARD_TRANSCRIBE_MIN_SPEAKERS</c>.</summary>
internal static class DefaultsEnvironment
{
    private const string Prefix = "HANSARD_TRANSCRIBE_";

    /// <summary>Reads them. Values of options that may be repeated have commas between them.</summary>
    /// <param name="environment">Environment variables.</param>
    /// <param name="options">Options of the command, by name.</param>
    /// <exception cref="UsageException">A variable names no option.</exception>
    public static IReadOnlyList<Default> Read(IDictionary environment, IReadOnlyDictionary<string, Option> options)
    {
        List<Default> defaults = [];
        foreach (DictionaryEntry entry in environment)
        {
            if (entry.Key is not string variable || !variable.StartsWith(Prefix, StringComparison.Ordinal)) continue;
            if (entry.Value is not string { Length: > 0 } value) continue;
            var name = $"--{variable[Prefix.Length..].ToLowerInvariant().Replace('_', '-')}";
            if (!options.TryGetValue(name, out var option))
                throw new UsageException(
                    $"{variable}: There is no option '{name}'.{Alternatives.DidYouMean(name, options.Keys)} "
                    + "See 'hansard transcribe --help'.");
            var values = option.Arity.MaximumNumberOfValues > 1
                ? value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                : [option.ValueType == typeof(bool) ? Flag(value) : value];
            defaults.Add(Default.Of(name, values, variable));
        }
        return [.. defaults.OrderBy(each => each.Option, StringComparer.Ordinal)];
    }

    private static string Flag(string value) => value switch { "1" => "true", "0" => "false", _ => value };
}
