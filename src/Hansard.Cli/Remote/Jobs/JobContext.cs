using System.Text.Json;
using System.Text.Json.Nodes;
using Hansard.Cli.Usage;
using Hansard.Engine.Translation;
using Hansard.Server.Contract;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>Makes the field context of <c>--context</c>, <c>--term</c> and <c>--translation-term</c>.</summary>
internal static class JobContext
{
    // In bytes. A context has at most 10,000 characters: this leaves room for any way to write them.
    private const long LargestFile = 1 << 20;

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
    {
        try
        {
            if (new FileInfo(path).Length > LargestFile)
                throw new UsageException($"--context: '{path}' is larger than {LargestFile} bytes, which no context is.");
            // Read as a stream, because that passes over a byte order mark, which editors on Windows write.
            using var stream = File.OpenRead(path);
            var node = JsonNode.Parse(stream);
            using var wrapped = JsonSerializer.SerializeToDocument(new { context = node });
            var errors = new ValidationErrors();
            ContextReader.Read(new FieldReader(wrapped.RootElement, "", errors));
            if (errors.Count > 0 || node is null) throw new UsageException($"--context: {errors} See '{path}'.");
            return node;
        }
        catch (JsonException exception)
        {
            throw new UsageException($"--context: '{path}' is not JSON: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--context: '{path}' cannot be read: {exception.Message}");
        }
    }
}
