using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hansard.Server.Configuration;

namespace Hansard.Server.Summaries;

/// <summary>An endpoint like OpenAI's chat. It is the operator's, so the guard against addresses of callers has no part in it.</summary>
internal sealed class ChatEndpoint : IDisposable
{
    // Bytes of an answer: more than any model writes.
    private const int LargestAnswer = 4 << 20;

    // Characters of the endpoint's own words on what went wrong.
    private const int LongestReason = 300;

    private readonly HttpClient _client;
    private readonly SummaryOptions _options;
    private readonly Uri _address;

    /// <param name="options">With an address and a model.</param>
    public ChatEndpoint(SummaryOptions options)
    {
        _options = options;
        _address = new Uri($"{options.BaseAddress!.AbsoluteUri.TrimEnd('/')}/chat/completions");
        _client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false })
        {
            Timeout = options.Timeout,
            MaxResponseContentBufferSize = LargestAnswer,
        };
        if (options.ApiKey is { } key) _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>Asks the model.</summary>
    /// <param name="instructions">The system's message.</param>
    /// <param name="material">The user's message.</param>
    /// <param name="cancellationToken">Breaks off, which ends the model's work too.</param>
    /// <returns>Its answer.</returns>
    /// <exception cref="SummaryFault">There is none.</exception>
    public async Task<string> AskAsync(string instructions, string material, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["model"] = _options.Model,
            ["temperature"] = 0,
            ["stream"] = false,
            ["response_format"] = new JsonObject { ["type"] = "json_object" },
            ["messages"] = new JsonArray(
                new JsonObject { ["role"] = "system", ["content"] = instructions },
                new JsonObject { ["role"] = "user", ["content"] = material }),
        };
        try
        {
            using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
            using var response = await _client.PostAsync(_address, content, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.IsSuccessStatusCode ? ContentOf(text) : throw Failed(Reason(response.StatusCode, text));
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed($"did not answer within {_options.Timeout}: choose a smaller model, or raise Summaries:Timeout", exception);
        }
        catch (HttpRequestException exception)
        {
            throw Failed("cannot be reached, or broke off", exception);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private string ContentOf(string text)
    {
        try
        {
            return JsonNode.Parse(text)?["choices"]?[0]?["message"]?["content"]?.GetValue<string>()
                ?? throw Failed("answered with no text");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            throw Failed("did not answer as OpenAI's chat does: does Summaries:BaseAddress end in /v1?", exception);
        }
    }

    // Endpoints repeat a wrong key in their answers.
    private string Reason(HttpStatusCode status, string text)
    {
        if (status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            return $"refused the key ({(int)status}): see Summaries:ApiKey";
        string? told = null;
        try
        {
            told = JsonNode.Parse(text)?["error"] switch
            {
                JsonObject error => error["message"]?.ToString(),
                JsonValue error => error.ToString(),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A page of a proxy, perhaps.
        }
        if (told is null) return $"answered {(int)status}";
        if (_options.ApiKey is { Length: > 0 } key) told = told.Replace(key, "…", StringComparison.Ordinal);
        return $"answered {(int)status}: {(told.Length > LongestReason ? told[..LongestReason] + "…" : told)}";
    }

    private SummaryFault Failed(string what, Exception? inner = null)
        => new($"The endpoint for summaries, {_address.GetLeftPart(UriPartial.Authority)}, {what}.", inner);
}
