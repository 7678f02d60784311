using System.Text.Json;

namespace Hansard.Resilience.Input.Http;

/// <summary>Something that a server can be asked.</summary>
/// <param name="Method">Of HTTP.</param>
/// <param name="Template">Its path, with names of parameters in braces.</param>
/// <param name="Parameters">Those of its query.</param>
/// <param name="Body">Description of its body by content type.</param>
/// <param name="IsDescribed">Whether the OpenAPI document has it.</param>
internal sealed record Operation(
    string Method, string Template, IReadOnlyList<string> Parameters, IReadOnlyDictionary<string, JsonElement> Body, bool IsDescribed)
{
    // What the document leaves to other pages: other protocols, pages, and what is served to be told that it is not.
    private static readonly string[] Others =
    [
        "POST /asr output,task,language,encode,word_timestamps,initial_prompt,diarize,min_speakers", "POST /detect-language encode",
        "GET /status",
        "POST /openai/deployments/{name}/audio/transcriptions api-version", "GET /v1/realtime intent,model",
        "GET /openai/realtime api-version",
        "GET /transcribe-websocket", "GET /mcp", "DELETE /mcp", "GET /metrics", "GET /docs", "GET /docs/errors/{name}",
        "GET /docs/{name}",
        "GET /openapi/v1.json", "GET /", "GET /t/{id}", "GET /{name}", "GET /v1/{name}", "POST /v1/{name}", "GET /v1/tts-models limit",
        "POST /files", "GET /files limit,cursor", "GET /v1/v1/files/{id}", "POST /transcriptions", "DELETE /v1/files/{id}/x",
        "OPTIONS /v1/files",
    ];

    private static readonly JsonElement Upload = JsonDocument.Parse(
        """
        {"schema": {
          "type": "object", "required": ["file", "audio_file"],
          "properties": {"file": {"format": "binary"}, "audio_file": {"format": "binary"}}}}
        """).RootElement;

    /// <summary>All that a server can be asked.</summary>
    /// <param name="document">Its OpenAPI document.</param>
    public static List<Operation> All(JsonElement document)
    {
        List<Operation> found = [];
        foreach (var path in document.GetProperty("paths").EnumerateObject())
            foreach (var operation in path.Value.EnumerateObject()) found.Add(Of(path.Name, operation));
        foreach (var other in Others)
        {
            var words = other.Split(' ');
            var takesFile = words[0] == "POST";
            found.Add(new Operation(
                words[0], words[1], words.Length > 2 ? words[2].Split(',') : [],
                takesFile ? new Dictionary<string, JsonElement> { ["multipart/form-data"] = Upload } : new(), IsDescribed: false));
        }
        return found;
    }

    private static Operation Of(string path, JsonProperty operation)
    {
        List<string> parameters = [];
        if (operation.Value.TryGetProperty("parameters", out var all))
        {
            var ofQuery = all.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == "query");
            parameters.AddRange(ofQuery.Select(parameter => parameter.GetProperty("name").GetString()!));
        }
        var body = new Dictionary<string, JsonElement>();
        if (operation.Value.TryGetProperty("requestBody", out var described))
            foreach (var content in described.GetProperty("content").EnumerateObject()) body[content.Name] = content.Value;
        return new Operation(operation.Name.ToUpperInvariant(), path, parameters, body, IsDescribed: true);
    }
}
