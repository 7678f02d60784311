using System.Text;
using System.Text.RegularExpressions;

namespace Hansard.Resilience.Access;

/// <summary>An answer, as one who looks for differences sees it.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Text">The body.</param>
/// <param name="Headers">Names and values, but for those that differ from answer to answer.</param>
internal sealed partial record Reply(int Status, string Text, string Headers)
{
    /// <summary>Asks.</summary>
    /// <param name="client">Of the server, and of nobody.</param>
    /// <param name="identity">Who asks.</param>
    /// <param name="route">The call.</param>
    /// <param name="id">Named in the path.</param>
    /// <param name="body">The body; null: that of the route.</param>
    public static async Task<Reply> OfAsync(HttpClient client, Identity identity, Route route, string id, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), route.PathOf(id));
        foreach (var (name, value) in identity.Headers) request.Headers.TryAddWithoutValidation(name, value);
        if ((body ?? route.Body) is { } sent) request.Content = new StringContent(sent, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        // Streams of events have no end.
        var text = response.Content.Headers.ContentType?.MediaType == "text/event-stream" ? "" : await response.Content.ReadAsStringAsync();
        var headers = response.Headers.Concat(response.Content.Headers)
            .Where(header => header.Key.ToUpperInvariant() is not ("DATE" or "X-REQUEST-ID" or "CONTENT-LENGTH" or "ETAG"))
            .Select(header => $"{header.Key}: {string.Join(',', header.Value)}").Order(StringComparer.Ordinal);
        return new Reply((int)response.StatusCode, text, string.Join('\n', headers));
    }

    /// <summary>The same answer to a question about another id.</summary>
    public Reply Without(string id) => new(
        Status, RequestId().Replace(Text.Replace(id, "ID", StringComparison.OrdinalIgnoreCase), "\"request_id\":\"R\""),
        Headers.Replace(id, "ID", StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc />
    public override string ToString() => $"{Status} {(Text.Length > 300 ? Text[..300] : Text)} [{Headers.ReplaceLineEndings("; ")}]";

    [GeneratedRegex("\"request_id\":\"[^\"]*\"")]
    private static partial Regex RequestId();
}
