using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hansard.Server.Contract;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Hansard.Server.Doors.Mcp;

/// <summary>Answers requests whose parameters are wrong, for which the protocol's library gives no reason.</summary>
internal static class WrongRequest
{
    private const int LongestPath = 64;

    private static readonly Dictionary<string, JsonTypeInfo> Methods = new(StringComparer.Ordinal)
    {
        [RequestMethods.Initialize] = TypeOf<InitializeRequestParams>(),
        [RequestMethods.Ping] = TypeOf<PingRequestParams>(),
        [RequestMethods.ToolsList] = TypeOf<ListToolsRequestParams>(),
        [RequestMethods.ToolsCall] = TypeOf<CallToolRequestParams>(),
#pragma warning disable MCP9005 // Clients of earlier revisions of the protocol send it, and the library answers it.
        [RequestMethods.LoggingSetLevel] = TypeOf<SetLevelRequestParams>(),
#pragma warning restore MCP9005
    };

    /// <param name="body">Of the HTTP request.</param>
    /// <returns>The response of JSON-RPC; null where the request is right, or the library has an answer of its own.</returns>
    public static byte[]? Answer(ReadOnlyMemory<byte> body)
    {
        using var json = Parse(body);
        if (json?.RootElement is not { ValueKind: JsonValueKind.Object } request) return null;
        try
        {
            return AnswerTo(request);
        }
        catch (InvalidOperationException)
        {
            return Error(null, McpErrorCode.InvalidRequest, "A name is not valid Unicode: it has half of a surrogate pair.");
        }
    }

    /// <exception cref="InvalidOperationException">A name is not Unicode.</exception>
    private static byte[]? AnswerTo(JsonElement request)
    {
        if (!request.TryGetProperty("id", out var id) || id.ValueKind is not (JsonValueKind.String or JsonValueKind.Number)) return null;
        if (!request.TryGetProperty("method", out var method) || method.ValueKind != JsonValueKind.String) return null;
        if (Fault(id, "id") is { } unnamed) return Error(null, McpErrorCode.InvalidRequest, unnamed);
        if (Fault(method, "method") is { } unreadable) return Error(id, McpErrorCode.InvalidRequest, unreadable);
        JsonElement? sent = request.TryGetProperty("params", out var given) && given.ValueKind != JsonValueKind.Null ? given : null;

        // The assistant reads a result, and its program an error: arguments are those of the assistant.
        if (method.GetString() == RequestMethods.ToolsCall && sent is { } call && FaultInArguments(call) is { } wrong)
            return Result(id, new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = wrong }] });
        return FaultIn(method.GetString()!, sent) is { } fault ? Error(id, McpErrorCode.InvalidParams, fault) : null;
    }

    private static string? FaultInArguments(JsonElement call)
    {
        if (call.ValueKind != JsonValueKind.Object || !call.TryGetProperty("arguments", out var arguments)) return null;
        return arguments.ValueKind is JsonValueKind.Object or JsonValueKind.Null
            ? Fault(arguments, "arguments")
            : "'arguments' must be a JSON object, with the arguments of the tool by their names.";
    }

    private static string? FaultIn(string method, JsonElement? sent)
    {
        if (sent is { ValueKind: not JsonValueKind.Object }) return "'params' must be a JSON object.";
        if (sent is { } given && Fault(given, "params") is { } unreadable) return unreadable;
        if (!Methods.TryGetValue(method, out var type)) return null;
        var missing = type.Properties
            .Where(property => property.IsRequired && sent?.TryGetProperty(property.Name, out _) != true)
            .Select(property => $"'{property.Name}'").ToList();
        if (missing.Count > 0) return $"'params' of '{method}' must have {string.Join(", ", missing)}.";
        try
        {
            sent?.Deserialize(type);
            return null;
        }
        catch (JsonException exception)
        {
            var path = exception.Path?.TrimStart('$') ?? "";
            return $"'params{(path.Length > LongestPath ? $"{path[..LongestPath]}…" : path)}' of '{method}' is not what the protocol has "
                + "there.";
        }
    }

    private static string? Fault(JsonElement json, string location)
    {
        try
        {
            JsonText.Check(json, location);
            return null;
        }
        catch (ApiException exception)
        {
            return exception.Message;
        }
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            // The library takes a byte order mark before the request, which JsonDocument does not.
            return JsonDocument.Parse(body.Span.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] Error(JsonElement? id, McpErrorCode code, string message)
        => JsonSerializer.SerializeToUtf8Bytes(new { jsonrpc = "2.0", id, error = new { code = (int)code, message } });

    private static byte[] Result(JsonElement id, CallToolResult result)
        => JsonSerializer.SerializeToUtf8Bytes(
            new { jsonrpc = "2.0", id, result = JsonSerializer.SerializeToElement(result, TypeOf<CallToolResult>()) });

    private static JsonTypeInfo TypeOf<T>() => McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(T));
}
