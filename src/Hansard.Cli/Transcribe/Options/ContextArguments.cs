using System.CommandLine;
using System.Text.Json;
using Hansard.Cli.Usage;
using Hansard.Engine;
using Hansard.Engine.Translation;
using Hansard.Server.Contract;

namespace Hansard.Cli.Transcribe.Options;

/// <summary>Options of what the recordings are about.</summary>
internal sealed class ContextArguments
{
    private static readonly string[] Names = ["general", "text", "terms", "translation_terms"];

    private readonly Option<string?> _file = new("--context")
    {
        Description = "What the recordings are about: a JSON file with any of general, text, terms and translation_terms, as in the HTTP "
            + "API.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _terms = new("--term")
    {
        Description = "A name or word that may be said, as it is to be written. May be repeated.",
        DefaultValueFactory = _ => [],
    };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [_file, _terms];

    /// <summary>The files that they read.</summary>
    public IReadOnlyList<string> Files(ParseResult arguments) => arguments.GetValue(_file) is { } file ? [file] : [];

    /// <summary>Reads them.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="warnings">Told of what is ignored.</param>
    /// <exception cref="UsageException">The file is not there, or holds something else.</exception>
    public Context Read(ParseResult arguments, Warnings warnings)
    {
        var (path, terms) = (arguments.GetValue(_file), arguments.GetValue(_terms)!);
        if (terms.Any(string.IsNullOrWhiteSpace)) warnings.Add("A blank --term is ignored.");
        var own = terms.Select(term => term.Trim()).Where(term => term.Length > 0).ToList();
        if (path is null) return new Context(own.Count == 0 ? null : new TranscriptionContext { Terms = own }, []);
        var context = ReadFile(path);
        if (context is { ValueKind: JsonValueKind.Object } fields) SayIgnored(fields, path, warnings);
        var read = ContextJson.ToContext(context) ?? new TranscriptionContext();
        return new Context(read with { Terms = [.. read.Terms, .. own] }, Translations(context));
    }

    /// <summary>Reads a context of the HTTP API; null where the file says null.</summary>
    /// <exception cref="UsageException">It is not there, or holds something else.</exception>
    public static JsonElement? ReadFile(string path)
    {
        try
        {
            return ContextFile.Read(path);
        }
        catch (InvalidDataException exception) when (exception.InnerException is { } fault)
        {
            throw new UsageException($"--context: '{path}' cannot be read: {FileFault.Reason(fault, path)}");
        }
        catch (InvalidDataException exception)
        {
            throw new UsageException($"--context: {exception.Message}");
        }
    }

    private static void SayIgnored(JsonElement fields, string path, Warnings warnings)
    {
        foreach (var field in fields.EnumerateObject())
        {
            if (!Names.Contains(field.Name))
            {
                warnings.Add(
                    $"--context: '{field.Name}' in '{path}' is ignored: a context has {Alternatives.Of(Names)}."
                    + Alternatives.DidYouMean(field.Name, Names));
            }
            else if (field.Value.ValueKind is JsonValueKind.Array && field.Value.EnumerateArray().Any(IsBlank))
            {
                warnings.Add($"--context: a blank entry of '{field.Name}' in '{path}' is ignored.");
            }
        }
    }

    private static bool IsBlank(JsonElement entry) => entry.ValueKind switch
    {
        JsonValueKind.String => string.IsNullOrWhiteSpace(entry.GetString()),
        JsonValueKind.Object => entry.EnumerateObject().Any(member => member.Name != "key" && IsBlank(member.Value)),
        _ => true,
    };

    private static IReadOnlyList<TranslationTerm> Translations(JsonElement? context)
        => context is { ValueKind: JsonValueKind.Object } fields && fields.TryGetProperty("translation_terms", out var terms)
            && terms.ValueKind is JsonValueKind.Array
                ? [.. terms.EnumerateArray().Where(term => !IsBlank(term)).Select(term => new TranslationTerm(
                    term.GetProperty("source").GetString()!.Trim(), term.GetProperty("target").GetString()!.Trim()))]
                : [];
}

/// <summary>The subject of the recordings.</summary>
/// <param name="Subject">For the recognition; null if nothing is said of it.</param>
/// <param name="TranslationTerms">For the translation.</param>
internal sealed record Context(TranscriptionContext? Subject, IReadOnlyList<TranslationTerm> TranslationTerms);
