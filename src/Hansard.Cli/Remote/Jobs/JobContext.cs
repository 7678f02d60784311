using System.Text.Json;
using System.Text.Json.Nodes;
using Hansard.Cli.Transcribe.Options;
using Hansard.Cli.Usage;
using Hansard.Engine.Translation;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>Makes the field context of <c>--context</c>, <c>--term</c> and <c>--translation-term</c>.</summary>
internal static class JobContext
{
    /// <summary>Makes the field; null if nothing is said.</summary>
    /// <exception cref="UsageException">The file is not there, or holds something else.</exception>
    public static JsonNode? Read(string? path, IReadOnlyList<string> terms, IReadOnlyList<TranslationTerm> translationTerms)
    {
        var context = path is null ? null : ReadFile(path);
        if (terms.Count == 0 && translationTerms.Count == 0) return context;
        if (context is JsonValue text) context = new JsonObject { ["text"] = text.DeepClone() };
        var fields = (context ?? new JsonObject()).AsObject();
        Add(fields, "terms", terms.Select(term => (JsonNode)term));
        Add(fields, "translation_terms", translationTerms.Select(
            term => (JsonNode)new JsonObject { ["source"] = term.Source, ["target"] = term.Target }));
        return fields;
    }

    private static void Add(JsonObject fields, string name, IEnumerable<JsonNode> items)
    {
        JsonNode[] added = [.. items];
        if (added.Length == 0) return;
        if (fields[name] is not JsonArray list) fields[name] = list = [];
        foreach (var item in added) list.Add(item);
    }

    private static JsonNode ReadFile(string path)
        => ContextFile.Read(path) is { } context
            ? JsonSerializer.SerializeToNode(context)!
            : throw new UsageException($"--context:  See '{path}'.");
}
