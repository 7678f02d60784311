using System.Text.Json;
using System.Text.Json.Nodes;
using Hansard.Cli.Transcribe.Options;
using Hansard.Cli.Usage;
using Hansard.Engine.Translation;
using Hansard.Server.Contract;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>Makes the field context of <c>--context</c>, <c>--term</c> and <c>--translation-term</c>.</summary>
internal static class JobContext
{
    /// <summary>Makes the field; null if nothing is said.</summary>
    /// <exception cref="UsageException">The file is not there, or holds something else.</exception>
    public static JsonNode? Read(string? path, IReadOnlyList<string> terms, IReadOnlyList<TranslationTerm> translationTerms)
    {
        var context = path is null ? (JsonElement?)null
            : ContextArguments.ReadFile(path) ?? throw new UsageException($"--context: '{path}' says nothing: it holds null.");
        return ContextFile.Add(
            context, terms, translationTerms.Select(term => new JsonObject { ["source"] = term.Source, ["target"] = term.Target }));
    }
}
