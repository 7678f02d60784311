using System.Net;
using System.Net.Sockets;
using Hansard.Server.Configuration;

namespace Hansard.Server.Fetching;

/// <summary>Downloads the recording behind an audio_url, within limits of size and time, through the <see cref="OutboundGuard"/>.</summary>
internal sealed class AudioFetcher(OutboundGuard guard, FetchOptions options, TimeProvider time) : IAudioFetcher, IDisposable
{
    private const int BufferBytes = 128 * 1024;

    // Decompression: a server may send a WAV file gzipped; the size limit counts what comes out.
    private readonly HttpMessageInvoker _http = new(WithDecompression(guard.CreateHandler(options.ConnectTimeout)));

    /// <inheritdoc />
    public async Task<long> FetchAsync(Uri url, Stream destination, long maximumBytes, Action received, CancellationToken cancellationToken)
    {
        using var total = new CancellationTokenSource(options.TotalTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(total.Token, cancellationToken);
        try
        {
            return await FollowAsync(url, new Download(destination, maximumBytes, received), linked.Token);
        }
        catch (OutboundRefusedException refused)
        {
            throw new AudioFetchException(refused.Message);
        }
        catch (OperationCanceledException) when (total.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new AudioFetchException(
                $"The recording at {url.IdnHost} did not arrive within {options.TotalTimeout.TotalMinutes:0.#} minutes: upload it as a file instead.");
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler WithDecompression(SocketsHttpHandler handler)
    {
        handler.AutomaticDecompression = DecompressionMethods.All;
        return handler;
    }

    private async Task<long> FollowAsync(Uri url, Download download, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            guard.CheckUrl(url);
            using var patience = new CancellationTokenSource(options.IdleTimeout, time);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            try
            {
                using var response = await SendAsync(url, linked.Token);
                if (RedirectTarget(response, url) is { } target)
                {
                    if (redirects >= options.MaximumRedirects)
                        throw new AudioFetchException($"{url.IdnHost} redirected more than {options.MaximumRedirects} times: give the recording's own URL.");
                    url = target;
                    continue;
                }

                CheckStatus(response, url);
                return await CopyBodyAsync(response, url, download, patience, linked.Token);
            }
            catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new AudioFetchException($"{url.IdnHost} sent nothing for too long, and the download was given up: try again, or upload the recording as a file.");
            }
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Uri url, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("User-Agent", "Hansard");
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        try
        {
            return await _http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw Translate(exception, url);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Translate(exception, url);
        }
    }

    private async Task<long> CopyBodyAsync(
        HttpResponseMessage response, Uri url, Download download, CancellationTokenSource patience, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > download.MaximumBytes) throw TooLarge(url, download.MaximumBytes);
        var buffer = new byte[BufferBytes];
        long written = 0;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            while (true)
            {
                patience.CancelAfter(options.IdleTimeout);
                var read = await body.ReadAsync(buffer, cancellationToken);
                if (read == 0) break;
                download.Received();
                written += read;
                if (written > download.MaximumBytes) throw TooLarge(url, download.MaximumBytes);

                // Our own disk's slowness is not the sender's.
                patience.CancelAfter(Timeout.InfiniteTimeSpan);
                await download.Destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        catch (IOException exception) when (exception is HttpIOException || exception.InnerException is SocketException)
        {
            throw new AudioFetchException($"The connection to {url.IdnHost} broke after {written} bytes: try again.", isTransient: true, exception);
        }
        catch (InvalidDataException exception)
        {
            throw new AudioFetchException($"{url.IdnHost} sent a body that is not what its Content-Encoding says.", innerException: exception);
        }

        return written > 0 ? written : throw new AudioFetchException($"{url.IdnHost} answered with an empty body instead of a recording.");
    }

    private static AudioFetchException TooLarge(Uri url, long maximumBytes)
        => new($"The recording at {url.IdnHost} is larger than the limit of {maximumBytes} bytes: split it or send it compressed.");

    private static Uri? RedirectTarget(HttpResponseMessage response, Uri url)
    {
        if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
            return null;
        return Uri.TryCreate(url, response.Headers.Location, out var target)
            ? target
            : throw new AudioFetchException($"{url.IdnHost} answered {(int)response.StatusCode}, a redirect, without a usable target.");
    }

    private static void CheckStatus(HttpResponseMessage response, Uri url)
    {
        if (response.IsSuccessStatusCode) return;
        var status = (int)response.StatusCode;
        var advice = response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => "the URL must be readable without signing in, and a signed URL may have expired",
            HttpStatusCode.NotFound or HttpStatusCode.Gone => "check the URL",
            _ => "try again later",
        };
        throw new AudioFetchException(
            $"{url.IdnHost} answered {status} instead of a recording: {advice}.", isTransient: status is 408 or 429 or >= 500);
    }

    private static Exception Translate(Exception exception, Uri url)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case OutboundRefusedException refused:
                    return new OutboundRefusedException(refused.Message);
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData }:
                    return new AudioFetchException($"There is no host '{url.IdnHost}': check the URL.", innerException: exception);
                case SocketException socket:
                    return new AudioFetchException(
                        $"The connection to {url.IdnHost}:{url.Port} failed ({socket.SocketErrorCode}): check the URL or try again.",
                        isTransient: true, exception);
                case System.Security.Authentication.AuthenticationException:
                    return new AudioFetchException($"No secure connection to {url.IdnHost} could be made: its certificate is not valid.", innerException: exception);
            }
        }

        return exception is OperationCanceledException
            ? new AudioFetchException($"No connection to {url.IdnHost}:{url.Port} could be made in time: check the URL or try again.", isTransient: true, exception)
            : new AudioFetchException($"{url.IdnHost} did not answer as an HTTP server does: check the URL or try again.", isTransient: true, exception);
    }

    private readonly record struct Download(Stream Destination, long MaximumBytes, Action Received);
}
