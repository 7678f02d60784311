using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hansard.Server.Configuration;
using Hansard.Server.Outbound;

namespace Hansard.Server.Webhooks;

/// <summary>Posts one webhook, through the guard that also recordings are fetched through.</summary>
internal sealed class WebhookSender(OutboundGuard guard, WebhookOptions options, TimeProvider clock) : IDisposable
{
    // Of an answer, for people: enough for a message.
    private const int MaximumAnswer = 1000;

    private readonly HttpMessageInvoker _http = new(guard.CreateHandler(options.Timeout));

    /// <summary>Posts once. Redirects are not followed: a redirect is an answer like any other that is not 2xx.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; whether the receiver got it is not known.</exception>
    public async Task<WebhookResult> SendAsync(Webhook webhook, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, string> { ["id"] = webhook.TranscriptionId, ["status"] = webhook.Status });
        var answer = await PostAsync(
            webhook.Url, webhook.ProjectId, webhook.AuthHeaderName, webhook.AuthHeaderValue, body, 0, cancellationToken,
            webhook.TranscriptionId);
        return new WebhookResult(answer.Status, answer.Failure);
    }

    /// <summary>Posts a body once, as <see cref="SendAsync"/> does, and reads the beginning of the answer.</summary>
    /// <param name="project">Id of the project on whose behalf.</param>
    /// <param name="url">The URL to post to.</param>
    /// <param name="headerName">A header to send along, or null.</param>
    /// <param name="headerValue">Its value.</param>
    /// <param name="body">JSON.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; whether the receiver got it is not known.</exception>
    public Task<WebhookAnswer> TryAsync(
        string project, string url, string? headerName, string? headerValue, byte[] body, CancellationToken cancellationToken)
        => PostAsync(url, project, headerName, headerValue, body, MaximumAnswer, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private async Task<WebhookAnswer> PostAsync(
        string address, string project, string? headerName, string? headerValue, byte[] body, int answerBytes,
        CancellationToken cancellationToken, string? id = null)
    {
        using var timeout = new CancellationTokenSource(options.Timeout, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var url = new Uri(address);
            guard.CheckUrl(url);
            using var request = CreateRequest(url, project, headerName, headerValue, body, id);
            using var response = await _http.SendAsync(request, linked.Token);
            var beginning = answerBytes == 0 ? null : await BeginningAsync(response, answerBytes, linked.Token);
            return new WebhookAnswer((int)response.StatusCode, null, beginning);
        }
        catch (OutboundRefusedException exception)
        {
            return new WebhookAnswer(null, exception.Message, null);
        }
        catch (HttpRequestException exception)
        {
            return new WebhookAnswer(null, exception.InnerException?.Message ?? exception.Message, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new WebhookAnswer(null, $"no answer within {options.Timeout.TotalSeconds:0.#} s", null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whatever it is, it counts as an attempt, or there would be no end of them.
            return new WebhookAnswer(null, exception.Message, null);
        }
    }

    // The status is what counts: an answer that breaks off, or comes slowly, is shown as far as it came.
    private static async Task<string> BeginningAsync(HttpResponseMessage response, int most, CancellationToken cancellationToken)
    {
        var bytes = new byte[most];
        var length = 0;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            while (length < most && await stream.ReadAsync(bytes.AsMemory(length), cancellationToken) is > 0 and var read) length += read;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            // See above.
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private static HttpRequestMessage CreateRequest(
        Uri url, string project, string? headerName, string? headerValue, byte[] body, string? id)
    {
        // Bytes, not a stream: the length is known, and receivers that cannot read chunks get none.
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        OutboundGuard.SetProject(request, project);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (headerName is { } name && !request.Headers.TryAddWithoutValidation(name, headerValue))
        {
            // A header that describes the body, such as Content-Language; ours gives way to the client's.
            request.Content.Headers.Remove(name);
            request.Content.Headers.TryAddWithoutValidation(name, headerValue);
        }

        // As the Standard Webhooks name it: a receiver that was told twice, because its answer was lost, knows it by that.
        if (id is not null && !request.Headers.Contains("Webhook-Id")) request.Headers.TryAddWithoutValidation("Webhook-Id", id);
        if (!request.Headers.Contains("User-Agent")) request.Headers.TryAddWithoutValidation("User-Agent", "Hansard");
        return request;
    }
}

/// <summary>The answer of a receiver, or the lack of one.</summary>
/// <param name="Status">The receiver's status; null when there was no answer.</param>
/// <param name="Failure">The reason for which there was none.</param>
/// <param name="Body">The beginning of the answer's body, where it was asked for.</param>
internal sealed record WebhookAnswer(int? Status, string? Failure, string? Body);

/// <summary>The outcome of posting a webhook once.</summary>
/// <param name="Status">The receiver's status; null when there was no answer.</param>
/// <param name="Failure">The reason for which there was none.</param>
internal readonly record struct WebhookResult(int? Status, string? Failure);
