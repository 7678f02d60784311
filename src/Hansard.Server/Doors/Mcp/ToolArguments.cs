using System.Text.Json;
using Hansard.Engine.Transcripts.Renderings;
using Hansard.Server.Contract;
using Hansard.Server.Exports;
using ModelContextProtocol.Protocol;

namespace Hansard.Server.Doors.Mcp;

/// <summary>The arguments of a call, and what is wrong with them.</summary>
internal sealed class ToolArguments : IDisposable
{
    private const string Location = "arguments";

    private readonly JsonDocument _json;
    private readonly ValidationErrors _errors = new();

    private ToolArguments(JsonDocument json)
    {
        _json = json;
        Fields = new FieldReader(json.RootElement, Location, _errors);
    }

    /// <summary>Reads them one by one.</summary>
    public FieldReader Fields { get; }

    /// <summary>All of them, as an object.</summary>
    public JsonElement Json => _json.RootElement;

    /// <summary>Takes the arguments of a call.</summary>
    /// <param name="sent">As they came; null: none.</param>
    /// <param name="tool">Names those that there are.</param>
    /// <exception cref="ApiException">One is not known: a wrong name must not look like a wish that was granted.</exception>
    public static ToolArguments Read(IDictionary<string, JsonElement>? sent, Tool tool)
    {
        var known = tool.InputSchema.GetProperty("properties");
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in sent ?? new Dictionary<string, JsonElement>())
            {
                if (!known.TryGetProperty(name, out _))
                {
                    throw ApiException.Invalid(
                        "invalid_value", Location,
                        $"'{tool.Name}' has no argument '{(name.Length > 64 ? name[..64] + "…" : name)}'; it has: "
                        + $"{string.Join(", ", known.EnumerateObject().Select(property => property.Name))}.");
                }
                JsonText.Check(value, name);
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        return new ToolArguments(JsonDocument.Parse(buffer.ToArray()));
    }

    /// <summary>The number of the page that is wanted.</summary>
    public int Page() => Fields.Integer("page", 1, TextPages.Most) ?? 1;

    /// <summary>The rendering that is wanted, by the arguments <see cref="ToolDescription.Rendering"/>.</summary>
    public RenderingOptions Rendering()
    {
        var style = StyleNames.StyleOf(Fields.Text("style") ?? RenderingOptions.NameOf(TranscriptStyle.Verbatim));
        if (style is null) Fields.Fault("invalid_value", "style", "'style' must be verbatim or clean.");
        var kinds = Fields.Texts("redact", RedactionNames.Kinds.Count, int.MaxValue, "kind", StringComparer.Ordinal) ?? [];
        // An empty list is no wish to see everything.
        var redact = Fields.Value("redact") is { ValueKind: JsonValueKind.Array } && kinds.Count == 0
            ? null
            : RedactionNames.Read(string.Join(',', kinds));
        if (redact is null) Fields.Fault("invalid_value", "redact", $"'redact' must be some of {string.Join(", ", RedactionNames.Kinds)}.");
        return new RenderingOptions { Style = style ?? TranscriptStyle.Verbatim, Redact = redact ?? [] };
    }

    /// <summary>Refuses the call where something was wrong.</summary>
    /// <exception cref="ApiException">It was; every fault is named or counted.</exception>
    public void Check()
    {
        if (_errors.Count > 0) throw ApiException.Invalid(_errors);
    }

    /// <inheritdoc />
    public void Dispose() => _json.Dispose();
}
