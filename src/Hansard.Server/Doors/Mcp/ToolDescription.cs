using System.Text.Json;
using Hansard.Server.Exports;
using ModelContextProtocol.Protocol;

namespace Hansard.Server.Doors.Mcp;

/// <summary>Describes tools as assistants read them.</summary>
internal static class ToolDescription
{
    /// <summary>The arguments by which a rendering is chosen, read by <see cref="ToolArguments.Rendering"/>.</summary>
    public static string Rendering { get; } = $$"""
        "style": {
            "type": "string",
            "enum": ["verbatim", "clean"],
            "description": "clean: without fillers, false starts and words said twice. verbatim when absent."
          },
          "redact": {
            "type": "array",
            "items": {"type": "string", "enum": [{{string.Join(", ", RedactionNames.Kinds.Select(kind => $"\"{kind}\""))}}]},
            "description": "Kinds of numbers and addresses that are replaced by [PHONE] and the like. None when absent."
          }
        """;

    /// <param name="name">By which it is called.</param>
    /// <param name="title">For people.</param>
    /// <param name="description">For assistants.</param>
    /// <param name="isReadOnly">False where something is made.</param>
    /// <param name="properties">Its arguments: a JSON object of schemas by name.</param>
    /// <param name="required">Names of arguments that must be there.</param>
    public static Tool Of(
        string name, string title, string description, bool isReadOnly, string properties, params string[] required) => new()
        {
            Name = name,
            Title = title,
            Description = description,
            Annotations = new ToolAnnotations
            {
                Title = title,
                ReadOnlyHint = isReadOnly,
                DestructiveHint = false,
                IdempotentHint = isReadOnly,
                OpenWorldHint = !isReadOnly,
            },
            InputSchema = JsonSerializer.SerializeToElement(new
            {
                type = "object",
                properties = JsonSerializer.Deserialize<JsonElement>(properties),
                required,
                additionalProperties = false,
            }),
        };
}
