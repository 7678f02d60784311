using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Hansard.Translation.Remote;

/// <summary>Posts JSON to a configured endpoint, with time limits, repetitions and bounded answers. Thread-safe.</summary>
internal sealed class RemoteEndpoint : IDisposable
{
    // Bytes of an answer, which no batch of sentences and no summary comes near: a bound on memory.
    private const int MaximumAnswer = 16 << 20;

    // Characters of the endpoint's own words on what went wrong.
    private const int LongestReason = 300;

    private readonly HttpClient _client;
    private readonly RemoteEndpointOptions _options;
    private readonly ResiliencePipeline<JsonNode> _pipeline;

    /// <param name="options">The address, and the bounds.</param>
    public RemoteEndpoint(RemoteEndpointOptions options)
    {
        _options = options;
        // The pipeline has the time limit: each try has its own.
        _client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaximumAnswer,
        };
        if (options.BearerKey is { } key) _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        _pipeline = new ResiliencePipelineBuilder<JsonNode>()
            .AddRetry(new RetryStrategyOptions<JsonNode>
            {
                MaxRetryAttempts = Math.Max(1, options.Retries),
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(options.Retries > 0 && MayPass(arguments.Outcome.Exception)),
            })
            .AddTimeout(options.Timeout)
            .Build();
    }

    /// <summary>The address of a call.</summary>
    /// <param name="path">Below the base address.</param>
    public Uri AddressOf(string path) => new(_options.BaseAddress.AbsoluteUri.TrimEnd('/') + path);

    /// <summary>Posts a body and returns the answer's.</summary>
    /// <param name="path">Below the base address.</param>
    /// <param name="body">The request.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RemoteEndpointException">No good answer came.</exception>
    public async Task<JsonNode> PostAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        var address = AddressOf(path);
        try
        {
            return await _pipeline.ExecuteAsync(
                async token => await PostOnceAsync(address, body, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutRejectedException exception)
        {
            throw new RemoteEndpointException(RemoteEndpointFailure.Timeout, exception);
        }
        catch (HttpRequestException exception)
        {
            throw new RemoteEndpointException(RemoteEndpointFailure.Unreachable, exception);
        }
        catch (JsonException exception)
        {
            throw new RemoteEndpointException(RemoteEndpointFailure.NotJson, exception);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private async Task<JsonNode> PostOnceAsync(Uri address, JsonObject body, CancellationToken cancellationToken)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync(address, content, cancellationToken).ConfigureAwait(false);
        var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw new RemoteEndpointException(RemoteEndpointFailure.Status) { Status = response.StatusCode, Reason = ReasonOf(text) };
        return JsonNode.Parse(text) ?? throw new JsonException("null");
    }

    // As OpenAI's and LibreTranslate's errors are. Endpoints repeat a wrong key in their answers.
    private string? ReasonOf(string text)
    {
        string? told = null;
        try
        {
            told = (JsonNode.Parse(text) as JsonObject)?["error"] switch
            {
                JsonObject error => error["message"]?.ToString(),
                JsonValue error => error.ToString(),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            // A page of a proxy, perhaps.
        }
        if (told is null) return null;
        foreach (var key in new[] { _options.BearerKey, _options.SecretInBody })
            if (key is { Length: > 0 }) told = told.Replace(key, "…", StringComparison.Ordinal);
        return told.Length > LongestReason ? told[..LongestReason] + "…" : told;
    }

    // A busy or broken service may recover; a request that it refuses it refuses again.
    private static bool MayPass(Exception? exception) => exception switch
    {
        TimeoutRejectedException or HttpRequestException => true,
        RemoteEndpointException { Status: { } status }
            => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500,
        _ => false,
    };
}

/// <summary>An endpoint that JSON is posted to.</summary>
/// <param name="BaseAddress">The address that the paths of calls are added to.</param>
/// <param name="Timeout">Time that one try may take.</param>
internal sealed record RemoteEndpointOptions(Uri BaseAddress, TimeSpan Timeout)
{
    /// <summary>A key for the header Authorization; null: none.</summary>
    public string? BearerKey { get; init; }

    /// <summary>A key that bodies have, which is never repeated in a reason; null: none.</summary>
    public string? SecretInBody { get; init; }

    /// <summary>Number of times that a request is repeated that failed in a way that may pass.</summary>
    public int Retries { get; init; }

    /// <summary>The pause before the first repetition; it doubles each time.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>No good answer came from an endpoint; whoever asked says so in words of their own.</summary>
internal sealed class RemoteEndpointException(RemoteEndpointFailure failure, Exception? inner = null)
    : Exception($"The endpoint failed: {failure}.", inner)
{
    /// <summary>The kind of failure.</summary>
    public RemoteEndpointFailure Failure => failure;

    /// <summary>The status of its answer; only with <see cref="RemoteEndpointFailure.Status"/>.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>The reason that it gave, without keys; null: none.</summary>
    public string? Reason { get; init; }
}

/// <summary>Ways in which an endpoint fails.</summary>
internal enum RemoteEndpointFailure
{
    /// <summary>No answer came in time.</summary>
    Timeout,

    /// <summary>Connecting failed, the answer broke off, or it was too large.</summary>
    Unreachable,

    /// <summary>The answer is an error.</summary>
    Status,

    /// <summary>The answer is something else than JSON.</summary>
    NotJson,
}
