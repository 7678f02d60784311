using System.Net;
using System.Text.Json;
using Hansard.Cli.Remote.Connection;

namespace Hansard.Cli.Remote.Api;

/// <summary>Makes one line of an answer that is an error.</summary>
internal static class Refusal
{
    private const int LongestBody = 300;

    // In characters: some lines of a terminal, whatever a server sends.
    private const int LongestMessage = 600;

    /// <summary>Reads the answer.</summary>
    /// <param name="status">HTTP status.</param>
    /// <param name="body">What it says.</param>
    /// <param name="location">Where it sends the client instead; null: nowhere.</param>
    /// <param name="connection">The server, and the key that it was shown.</param>
    public static RefusedException Read(HttpStatusCode status, byte[] body, Uri? location, ServerConnection connection)
    {
        var server = ServerAddress.Show(connection.Server);
        var json = Parse(body);
        var type = json?.Text("error_type") ?? "";
        var said = json?.Text("message") ?? json?.Text("error_message");
        var message = ((int)status, connection.Key) switch
        {
            (401, null) => $"{server} wants an API key: 'hansard login' keeps one, or set {ConnectionOptions.KeyVariable}.",
            (401, _) => $"{server} does not know the API key of {connection.Source}: 'hansard login' keeps another one.",
            ( >= 300 and < 400, _) when location is null => $"{server} sends clients to another address, and does not say which.",
            ( >= 300 and < 400, _) => $"{server} sends clients to {Said($"{location}")}: use that address instead.",
            _ when said is not null => Said(said),
            (404, _) => $"{server} does not know this call: either it is no server of this API, or it lacks this part of it.",
            (502 or 504, _) => $"{server} is a proxy that does not reach its server (status {(int)status}).",
            _ => $"{server} answers with the status {(int)status}{Excerpt(body)}.",
        };
        return new RefusedException((int)status, type, message);
    }

    private static JsonElement? Parse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind is JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A server's own sentence, in one line of bounded length.</summary>
    public static string Said(string message)
    {
        var line = string.Join(' ', message.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestMessage ? line : $"{line.AsSpan(0, LongestMessage)}…";
    }

    // Proxies answer with pages.
    private static string Excerpt(byte[] body)
    {
        var text = System.Text.Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, LongestBody))).Trim();
        return text.Length == 0 || text.StartsWith('<') ? "" : $": {text.Split('\n')[0].Trim()}";
    }
}
