using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Hansard.Translation.Remote;

/// <summary>Posts JSON to a remote service, with time limits and repetitions. Thread-safe.</summary>
internal sealed class RemoteService : IDisposable
{
    /// <summary>Bytes of an answer, which no batch of sentences comes near: a bound on memory.</summary>
    private const int MaximumAnswer = 16 << 20;
    private readonly HttpClient _client;
    private readonly RemoteTranslatorOptions _options;
    private readonly ResiliencePipeline<JsonNode> _pipeline;

    public RemoteService(RemoteTranslatorOptions options)
    {
        _options = options;
        // The pipeline has the time limit: each try has its own.
        _client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaximumAnswer,
        };
        if (options is { Kind: RemoteTranslatorKind.Chat, ApiKey: { } key })
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
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

    /// <summary>Posts a body and returns the answer's.</summary>
    /// <param name="path">Below the base address.</param>
    /// <param name="body">The request.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="TranslationException">No good answer came.</exception>
    public async Task<JsonNode> PostAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        var address = new Uri(_options.BaseAddress.AbsoluteUri.TrimEnd('/') + path);
        try
        {
            return await _pipeline.ExecuteAsync(
                async token => await PostOnceAsync(address, body, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutRejectedException e)
        {
            throw Failed(address, $"it did not answer within {_options.Timeout.TotalSeconds:0.#} seconds", e);
        }
        catch (HttpRequestException e)
        {
            throw Failed(address, e.StatusCode is { } status ? $"it answered {(int)status}" : "it cannot be reached", e);
        }
        catch (JsonException e)
        {
            throw Failed(address, "its answer is not JSON", e);
        }
    }

    /// <summary>An exception that says that an answer is of no use.</summary>
    public TranslationException Unexpected(string path)
        => Failed(new Uri(_options.BaseAddress.AbsoluteUri.TrimEnd('/') + path), "its answer has no translations", null);

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private async Task<JsonNode> PostOnceAsync(Uri address, JsonObject body, CancellationToken cancellationToken)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync(address, content, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode) throw new HttpRequestException(null, null, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        return JsonNode.Parse(text) ?? throw new JsonException("null");
    }

    // A busy or broken service may recover; a request that it refuses it refuses again.
    private static bool MayPass(Exception? exception) => exception switch
    {
        TimeoutRejectedException => true,
        HttpRequestException { StatusCode: { } status }
            => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500,
        HttpRequestException => true,
        _ => false,
    };

    // The address without what may be secret in it.
    private static TranslationException Failed(Uri address, string what, Exception? exception)
    {
        var message = $"The translation service at {address.GetLeftPart(UriPartial.Path)} failed: {what}. Check the service, "
            + "or take it out of the configuration.";
        return exception is null ? new TranslationException(message) : new TranslationException(message, exception);
    }
}
