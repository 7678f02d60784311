using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hansard.Server.Contract;

/// <summary>Contexts that stand in files and settings, and not in requests.</summary>
internal static class ContextFile
{
    // In bytes. A context has at most 10,000 characters (ContextReader.MaximumCharacters): this leaves room for any way to write them.
    private const long Largest = 1 << 20;

    /// <summary>Reads a file.</summary>
    /// <returns>An object or a string; null where the file says null.</returns>
    /// <exception cref="InvalidDataException">It is not there, or holds something else; the message names it.</exception>
    public static JsonElement? Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > Largest)
                throw new InvalidDataException($"'{path}' is larger than {Largest} bytes, which no context is.");
            // Read as a stream, because that passes over a byte order mark, which editors on Windows write.
            using var stream = File.OpenRead(path);
            using var file = JsonDocument.Parse(stream);
            return Check(file.RootElement) is { } fault ? throw new InvalidDataException($"{fault} See '{path}'.")
                : file.RootElement.ValueKind is JsonValueKind.Null ? null
                : file.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{path}' is not JSON: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"'{path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Adds terms to a context.</summary>
    /// <param name="context">An object or a string, which stands for its <c>text</c>; null: none.</param>
    /// <param name="terms">Names and words.</param>
    /// <param name="translationTerms">Entries of <c>translation_terms</c>.</param>
    /// <returns>Null if nothing is said.</returns>
    public static JsonNode? Add(JsonElement? context, IEnumerable<string> terms, IEnumerable<JsonObject> translationTerms)
    {
        var node = context is { } said ? JsonSerializer.SerializeToNode(said) : null;
        JsonNode[] own = [.. terms.Select(term => (JsonNode)term)];
        JsonNode[] translations = [.. translationTerms];
        if (own.Length == 0 && translations.Length == 0) return node;
        if (node is JsonValue text) node = new JsonObject { ["text"] = text.DeepClone() };
        var fields = (node ?? new JsonObject()).AsObject();
        AddTo(fields, "terms", own);
        AddTo(fields, "translation_terms", translations);
        return fields;
    }

    /// <summary>Names all that is wrong with a context, by the rules of the API; null if nothing is.</summary>
    public static string? Check(JsonElement context)
    {
        using var wrapped = JsonSerializer.SerializeToDocument(new { context });
        var errors = new ValidationErrors();
        ContextReader.Read(new FieldReader(wrapped.RootElement, "", errors));
        return errors.Count > 0 ? errors.ToString() : null;
    }

    private static void AddTo(JsonObject fields, string name, JsonNode[] items)
    {
        if (items.Length == 0) return;
        if (fields[name] is not JsonArray list) fields[name] = list = [];
        foreach (var item in items) list.Add(item);
    }
}
