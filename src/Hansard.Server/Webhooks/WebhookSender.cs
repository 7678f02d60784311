using System.Net.Http.Headers;
using System.Text.Json;
using Hansard.Server.Configuration;
using Hansard.Server.Outbound;

namespace Hansard.Server.Webhooks;

/// <summary>Posts one webhook, through the guard that also recordings are fetched through.</summary>
internal sealed class WebhookSender(OutboundGuard guard, WebhookOptions options, TimeProvider clock) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(guard.CreateHandler(options.Timeout));

    /// <summary>Posts once. Redirects are not followed: a redirect is an answer like any other that is not 2xx.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; whether the receiver got it is not known.</exception>
    public async Task<WebhookResult> SendAsync(Webhook webhook, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Timeout, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var url = new Uri(webhook.Url);
            guard.CheckUrl(url);
            using var request = CreateRequest(url, webhook);
            using var response = await _http.SendAsync(request, linked.Token);
            return new WebhookResult((int)response.StatusCode, null);
        }
        catch (OutboundRefusedException exception)
        {
            return new WebhookResult(null, exception.Message);
        }
        catch (HttpRequestException exception)
        {
            return new WebhookResult(null, exception.InnerException?.Message ?? exception.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new WebhookResult(null, $"no answer within {options.Timeout.TotalSeconds:0.#} s");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whatever it is, it counts as an attempt, or there would be no end of them.
            return new WebhookResult(null, exception.Message);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage CreateRequest(Uri url, Webhook webhook)
    {
        // Bytes, not a stream: the length is known, and receivers that cannot read chunks get none.
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, string> { ["id"] = webhook.TranscriptionId, ["status"] = webhook.Status });
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        OutboundGuard.SetProject(request, webhook.ProjectId);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (webhook.AuthHeaderName is { } name && !request.Headers.TryAddWithoutValidation(name, webhook.AuthHeaderValue))
        {
            // A header that describes the body, such as Content-Language; ours gives way to the client's.
            request.Content.Headers.Remove(name);
            request.Content.Headers.TryAddWithoutValidation(name, webhook.AuthHeaderValue);
        }

        if (!request.Headers.Contains("User-Agent")) request.Headers.TryAddWithoutValidation("User-Agent", "Hansard");
        return request;
    }
}

/// <summary>The outcome of posting a webhook once.</summary>
/// <param name="Status">The receiver's status; null when there was no answer.</param>
/// <param name="Failure">The reason for which there was none.</param>
internal readonly record struct WebhookResult(int? Status, string? Failure);
