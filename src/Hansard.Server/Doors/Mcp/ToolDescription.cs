using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace Hansard.Server.Doors.Mcp;

/// <summary>Describes tools as assistants read them.</summary>
internal static class ToolDescription
{
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
