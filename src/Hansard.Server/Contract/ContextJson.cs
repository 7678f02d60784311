using System.Text.Json;
using Hansard.Engine;

namespace Hansard.Server.Contract;

/// <summary>Reads the context of a request for the engine. <see cref="ContextReader"/> has checked it.</summary>
internal static class ContextJson
{
    /// <summary>The engine's form of it; blank entries are left out.</summary>
    /// <param name="context">As sent: an object, or a string that stands for its <c>text</c>.</param>
    public static TranscriptionContext? ToContext(JsonElement? context) => context switch
    {
        { ValueKind: JsonValueKind.String } text => new TranscriptionContext { Text = text.GetString() },
        { ValueKind: JsonValueKind.Object } fields => new TranscriptionContext
        {
            General = [
                .. Items(fields, "general").Where(g => g.ValueKind is JsonValueKind.Object)
                    .Select(g => new ContextFact(Text(g, "key"), Text(g, "value")))
                    .Where(fact => fact.Value.Length > 0)],
            Text = Text(fields, "text") is { Length: > 0 } text ? text : null,
            Terms = [
                .. Items(fields, "terms").Where(t => t.ValueKind is JsonValueKind.String)
                    .Select(t => t.GetString()!.Trim())
                    .Where(t => t.Length > 0)],
        },
        _ => null,
    };

    private static JsonElement.ArrayEnumerator Items(JsonElement fields, string name)
        => fields.TryGetProperty(name, out var list) && list.ValueKind is JsonValueKind.Array ? list.EnumerateArray() : default;

    private static string Text(JsonElement fields, string name)
        => fields.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()!.Trim() : "";
}
