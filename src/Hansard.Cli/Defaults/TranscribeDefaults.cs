using System.Collections;
using System.CommandLine;
using System.CommandLine.Parsing;
using Hansard.Cli.Usage;

namespace Hansard.Cli.Defaults;

/// <summary>
/// Gives 'hansard transcribe', and 'hansard watch' where it has the same options, those that a user has set for all calls. The command line
/// wins over the environment, and that over the file.
/// </summary>
internal static class TranscribeDefaults
{
    private const string Transcribe = "transcribe";
    private const string Watch = "watch";

    // Options of which one speaks against the other, so that one that was typed silences the others.
    private static readonly string[][] Contradictions =
    [
        ["--language", "--hint", "--strict"], ["--speakers", "--min-speakers"], ["--speakers", "--max-speakers"],
        ["--overwrite", "--skip-existing"], ["--translated-only", "--bilingual"], ["--beam", "--fast"],
    ];

    // Options that mean nothing without another.
    private static readonly Dictionary<string, string> Requirements = new()
    {
        ["--strict"] = "--hint",
        ["--translated-only"] = "--translate",
        ["--bilingual"] = "--translate",
        ["--translation-term"] = "--translate",
        ["--project"] = "--identify",
        ["--data"] = "--identify",
        ["--config"] = "--identify",
    };

    /// <summary>Adds them to a command line; other commands have none.</summary>
    /// <param name="root">All commands.</param>
    /// <param name="args">As they were typed.</param>
    /// <param name="environment">Environment variables.</param>
    /// <returns>The arguments with the defaults in front of those of the command.</returns>
    /// <exception cref="UsageException">A default is wrong; the message says where it is set.</exception>
    public static string[] Apply(RootCommand root, string[] args, IDictionary environment)
    {
        var parsed = root.Parse(args, UsageCheck.Parser);
        var command = parsed.CommandResult.Command;
        if (command.Name is not (Transcribe or Watch) || command.Parents.FirstOrDefault() != root) return args;
        if (parsed.Action is { ClearsParseErrors: true }) return args; // --help.
        var options = root.Subcommands.Single(each => each.Name == Transcribe).Options.ToDictionary(option => option.Name);

        // To a watch, --to is a folder and no time.
        HashSet<string> own = [.. command.Options.Where(option => options.GetValueOrDefault(option.Name)?.ValueType == option.ValueType)
            .Select(option => option.Name)];
        List<string> set = [.. parsed.CommandResult.Children.OfType<OptionResult>()
            .Where(result => !result.Implicit).Select(result => result.Option.Name)];
        List<Default> added = [];
        foreach (var source in new[] { DefaultsEnvironment.Read(environment, options), DefaultsFile.Read(environment, options) })
        {
            var applied = source
                .Where(each => own.Contains(each.Option) && !set.Contains(each.Option) && !IsContradicted(each.Option, set)).ToList();
            added.AddRange(applied);
            set.AddRange(applied.Select(each => each.Option));
        }
        added.RemoveAll(each => Requirements.TryGetValue(each.Option, out var required) && !set.Contains(required));
        foreach (var each in added) Check(root, each);
        var at = Array.IndexOf(args, command.Name) + 1;
        return [.. args[..at], .. added.SelectMany(each => each.Arguments), .. args[at..]];
    }

    private static bool IsContradicted(string option, List<string> set)
    {
        // Hints and --strict belong together.
        bool Contradict(string a, string b) => (a, b) is not (("--hint", "--strict") or ("--strict", "--hint"));
        return Contradictions.Any(group => group.Contains(option)
            && group.Any(other => other != option && set.Contains(other) && Contradict(option, other)));
    }

    private static void Check(RootCommand root, Default each)
    {
        string[] line = [Transcribe, "-", .. each.Arguments];
        if (UsageCheck.FindFault(root.Parse(line, UsageCheck.Parser), line) is { } fault)
            throw new UsageException($"{each.Source}: {fault}");
    }
}

/// <summary>An option that is set for all calls.</summary>
/// <param name="Option">Its name.</param>
/// <param name="Arguments">The arguments that set it.</param>
/// <param name="Source">The place where it is set.</param>
internal sealed record Default(string Option, IReadOnlyList<string> Arguments, string Source)
{
    /// <summary>Makes one.</summary>
    public static Default Of(string option, IEnumerable<string> values, string source)
        => new(option, [.. values.Select(value => $"{option}={value}")], source);
}
