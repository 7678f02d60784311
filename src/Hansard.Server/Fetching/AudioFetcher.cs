using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Hansard.Server.Configuration;
using Hansard.Server.Outbound;

namespace Hansard.Server.Fetching;

/// <summary>Downloads the recording behind an audio_url, within limits of size and time, through the <see cref="OutboundGuard"/>.</summary>
internal sealed class AudioFetcher(OutboundGuard guard, FetchOptions options, TimeProvider time) : IAudioFetcher, IDisposable
{
    // Decompression: a server may send a WAV file gzipped; the size limit counts what comes out.
    private readonly HttpMessageInvoker _http = new(WithDecompression(guard.CreateHandler(options.ConnectTimeout)));

    /// <inheritdoc />
    public async Task<Stream> OpenAsync(AudioSource source, CancellationToken cancellationToken)
    {
        var total = new CancellationTokenSource(options.TotalTimeout, time);
        try
        {
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(total.Token, cancellationToken);
            return await FollowAsync(source, total, linked.Token);
        }
        catch (OutboundRefusedException refused)
        {
            total.Dispose();
            throw new AudioFetchException(refused.Message);
        }
        catch (OperationCanceledException) when (total.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            total.Dispose();
            throw FetchFaults.TimedOut(source.Url, options);
        }
        catch
        {
            total.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler WithDecompression(SocketsHttpHandler handler)
    {
        handler.AutomaticDecompression = DecompressionMethods.All;
        return handler;
    }

    private async Task<Stream> FollowAsync(AudioSource source, CancellationTokenSource total, CancellationToken cancellationToken)
    {
        var url = source.Url;
        for (var redirects = 0; ; redirects++)
        {
            guard.CheckUrl(url);
            var response = await SendAsync(url, source.Project, cancellationToken);
            try
            {
                if (RedirectTarget(response, url) is not { } target)
                {
                    CheckStatus(response, url);
                    if (response.Content.Headers.ContentLength > source.MaximumBytes) throw FetchFaults.TooLarge(url, source.MaximumBytes);
                    var body = await response.Content.ReadAsStreamAsync(cancellationToken);
                    return new FetchedAudio(response, body, source with { Url = url }, total, options, time);
                }

                if (redirects >= options.MaximumRedirects)
                {
                    throw new AudioFetchException(
                        $"{url.IdnHost} redirected more than {options.MaximumRedirects} times: give the recording's own URL.");
                }

                url = target;
            }
            catch
            {
                response.Dispose();
                throw;
            }

            response.Dispose();
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Uri url, string project, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.IdleTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        OutboundGuard.SetProject(request, project);
        request.Headers.TryAddWithoutValidation("User-Agent", "Hansard");
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        try
        {
            return await _http.SendAsync(request, linked.Token);
        }
        catch (HttpRequestException exception)
        {
            throw Translate(exception, url);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw FetchFaults.Idle(url);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Translate(exception, url);
        }
    }

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
        var status = (int)response.StatusCode;
        if (response.StatusCode is HttpStatusCode.PartialContent && !IsWhole(response))
        {
            throw new AudioFetchException(
                $"{url.IdnHost} answered 206 with a part of the recording, although it was asked for all of it: "
                + "give a URL that sends the whole file.");
        }

        if (response.IsSuccessStatusCode) return;
        var advice = response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                "the URL must be readable without signing in, and a signed URL may have expired",
            HttpStatusCode.NotFound or HttpStatusCode.Gone => "check the URL",
            _ => "try again later",
        };
        throw new AudioFetchException(
            $"{url.IdnHost} answered {status} instead of a recording: {advice}.", isTransient: status is 408 or 429 or >= 500);
    }

    private static bool IsWhole(HttpResponseMessage response)
        => response.Content.Headers.ContentRange is { From: 0, To: { } last, Length: { } length } && last == length - 1;

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
                case SocketException { SocketErrorCode: SocketError.TryAgain }:
                    return new AudioFetchException(
                        $"No name server said in time where the host '{url.IdnHost}' is: check the URL or try again.",
                        isTransient: true, exception);
                case SocketException socket:
                    return new AudioFetchException(
                        $"The connection to {url.IdnHost}:{url.Port} failed ({socket.SocketErrorCode}): check the URL or try again.",
                        isTransient: true, exception);
                case AuthenticationException:
                    return new AudioFetchException(
                        $"No secure connection to {url.IdnHost} could be made: its certificate is not valid.", innerException: exception);
            }
        }

        return exception switch
        {
            OperationCanceledException => new AudioFetchException(
                $"No connection to {url.IdnHost}:{url.Port} could be made in time: check the URL or try again.",
                isTransient: true, exception),
            HttpRequestException http when FetchFaults.IsMalformed(http.HttpRequestError) => FetchFaults.Malformed(url, exception),
            _ => new AudioFetchException(
                $"{url.IdnHost} did not answer as an HTTP server does: check the URL or try again.", isTransient: true, exception),
        };
    }
}
