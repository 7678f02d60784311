using System.Net;
using System.Net.Http.Headers;
using Polly;
using Polly.Retry;

namespace Hansard.Server.ModelDownloads;

/// <summary>
/// Downloads a file over connections that may break: what has arrived is kept, and continued by a range request as long as the server still
/// has the same version (RFC 9110, sections 13.1.5 and 14). The file appears under its name only when it is whole and checked.
/// </summary>
internal sealed class FileDownload(HttpClient http, DownloadOptions options)
{
    // A progress report for each block is then no burden: 600 of them for a model of 80 MB.
    private const int BufferSize = 1 << 17;

    /// <summary>A client that follows redirections, and waits as long as <see cref="DownloadOptions.IdleTimeout"/> says.</summary>
    public static HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        MaxAutomaticRedirections = 5,
        ConnectTimeout = TimeSpan.FromSeconds(30),
        // Bytes are counted, hashed and continued as the server stores them.
        AutomaticDecompression = DecompressionMethods.None,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders =
        {
            UserAgent = { new ProductInfoHeaderValue("hansard", typeof(FileDownload).Assembly.GetName().Version?.ToString(3)) },
        },
    };

    /// <summary>Refuses addresses that would send a model over the network unprotected.</summary>
    /// <exception cref="DownloadException">The address is neither https nor of this machine.</exception>
    public static void RequireSecure(Uri address)
    {
        if (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)) return;
        throw new DownloadException($"'{address}' is not an https address. Plain http is accepted only from this machine itself.");
    }

    /// <summary>Downloads one file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="progress">Told of each block.</param>
    /// <param name="cancellationToken">Stops; what has arrived stays.</param>
    /// <returns>Its SHA-256 in lower-case hex.</returns>
    /// <exception cref="DownloadException">It cannot be had, or is another file than it has to be.</exception>
    public async Task<string> RunAsync(
        RemoteFile file, IProgress<DownloadProgress> progress, CancellationToken cancellationToken)
    {
        RequireSecure(file.Address);
        using var partial = PartialFile.Open(file.Path);
        for (var chances = 2; ; chances--)
        {
            await TransferAsync(file, partial, progress, cancellationToken).ConfigureAwait(false);
            var hash = await partial.HashAsync(cancellationToken).ConfigureAwait(false);
            if (file.Sha256 is null || hash == file.Sha256)
            {
                partial.Complete();
                return hash;
            }

            // A file in one piece is what the server has; one joined of pieces has another chance.
            var isFinal = !partial.IsJoined || chances == 1;
            partial.Restart(null);
            if (isFinal)
            {
                throw new DownloadException(
                    $"'{file.Address}' is not the file it should be: its SHA-256 is {hash}, but it has to be {file.Sha256}. "
                    + "It was thrown away.");
            }

            progress.Report(new DownloadProgress(file.Name, 0, file.Size, "the parts do not make the right file, so it starts again"));
        }
    }

    // Until all is here. Attempts that bring something new cost nothing but their number, as a bad line may break often in a large file.
    private async Task TransferAsync(
        RemoteFile file, PartialFile partial, IProgress<DownloadProgress> progress, CancellationToken cancellationToken)
    {
        var most = partial.Length;
        var fruitless = 0;
        var pipeline = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = options.Attempts - 1,
            ShouldHandle = arguments =>
            {
                if (arguments.Outcome.Exception is not InterruptedDownloadException) return PredicateResult.False();
                fruitless = partial.Length > most ? 0 : fruitless + 1;
                most = Math.Max(most, partial.Length);
                return ValueTask.FromResult(fruitless < options.FruitlessAttempts);
            },
            DelayGenerator = arguments =>
            {
                var doubled = options.Delay * Math.Pow(2, Math.Max(0, fruitless - 1)) * (0.75 + (Random.Shared.NextDouble() / 2));
                var asked = (arguments.Outcome.Exception as InterruptedDownloadException)?.RetryAfter ?? TimeSpan.Zero;
                var delay = asked > doubled ? asked : doubled;
                return ValueTask.FromResult<TimeSpan?>(delay < options.LongestDelay ? delay : options.LongestDelay);
            },
            OnRetry = arguments =>
            {
                progress.Report(new DownloadProgress(file.Name, partial.Length, file.Size, arguments.Outcome.Exception!.Message));
                return ValueTask.CompletedTask;
            },
        }).Build();
        try
        {
            await pipeline.ExecuteAsync(
                async token => await AttemptAsync(file, partial, progress, token).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (InterruptedDownloadException exception)
        {
            var kept = partial is { EntityTag: not null, Length: > 0 }
                ? " What has arrived is kept: the next pull goes on from there."
                : "";
            throw new DownloadException(
                $"'{file.Address}' could not be downloaded after several attempts: {exception.Message}.{kept}", exception);
        }
    }

    private async Task AttemptAsync(
        RemoteFile file, PartialFile partial, IProgress<DownloadProgress> progress, CancellationToken cancellationToken)
    {
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        idle.CancelAfter(options.IdleTimeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, file.Address);
            if (partial.EntityTag is { } tag && partial.Length > 0)
            {
                request.Headers.Range = new RangeHeaderValue(partial.Length, null);
                request.Headers.IfRange = new RangeConditionHeaderValue(EntityTagHeaderValue.Parse(tag));
            }

            using var response = await SendAsync(request, idle.Token).ConfigureAwait(false);
            var total = Begin(response, request, partial);
            if (file.Size is { } wanted && total is { } promised && wanted != promised)
            {
                throw new DownloadException(
                    $"'{file.Address}' is not the file it should be: it has {promised} bytes instead of {wanted}.");
            }


            await ReceiveAsync(response, partial, file.Name, total ?? file.Size, progress, idle, cancellationToken).ConfigureAwait(false);
            if (total is { } all && partial.Length < all)
                throw new InterruptedDownloadException($"the server sent {partial.Length} of {all} bytes");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InterruptedDownloadException($"nothing arrived for {options.IdleTimeout.TotalSeconds:0} seconds");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            // No such host and wrong certificates included: they may be the network's, and a handful of attempts is soon over.
            throw new InterruptedDownloadException(exception.Message, exception);
        }
    }

    /// <summary>Makes the partial file ready for the body.</summary>
    /// <returns>Bytes of the whole file, where the server says so.</returns>
    private static long? Begin(HttpResponseMessage response, HttpRequestMessage request, PartialFile partial)
    {
        var address = response.RequestMessage?.RequestUri ?? request.RequestUri!;
        RequireSecure(address); // It may have been redirected.
        var tag = response.Headers.ETag is { IsWeak: false } strong ? strong.Tag : null;
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                partial.Restart(tag);
                return response.Content.Headers.ContentLength;

            case HttpStatusCode.PartialContent:
                var range = response.Content.Headers.ContentRange;
                var isWhatWasAsked = request.Headers.Range is not null
                    && range is { Unit: "bytes", From: { } from } && from == partial.Length && (tag is null || tag == partial.EntityTag);
                if (isWhatWasAsked)
                {
                    partial.IsJoined = true;
                    return range!.Length;
                }

                partial.Restart(null);
                throw new InterruptedDownloadException("the server sent another part than it was asked for");

            case HttpStatusCode.RequestedRangeNotSatisfiable:
                partial.Restart(null);
                throw new InterruptedDownloadException("the server cannot go on from what is here");

            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                var retryAfter = response.Headers.RetryAfter;
                throw new InterruptedDownloadException($"the server answered {(int)response.StatusCode} {response.ReasonPhrase}")
                {
                    RetryAfter = retryAfter?.Delta ?? (retryAfter?.Date - DateTimeOffset.UtcNow),
                };

            default:
                throw new DownloadException(
                    $"'{address}' cannot be downloaded: the server answered {(int)response.StatusCode} {response.ReasonPhrase}.");
        }
    }

    private async Task ReceiveAsync(
        HttpResponseMessage response, PartialFile partial, string name, long? total, IProgress<DownloadProgress> progress,
        CancellationTokenSource idle, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        var body = await response.Content.ReadAsStreamAsync(idle.Token).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            progress.Report(new DownloadProgress(name, partial.Length, total));
            while (true)
            {
                idle.CancelAfter(options.IdleTimeout);
                int count;
                try
                {
                    count = await body.ReadAsync(buffer, idle.Token).ConfigureAwait(false);
                }
                catch (Exception exception) when (exception is IOException or HttpRequestException)
                {
                    throw new InterruptedDownloadException($"the connection broke after {partial.Length} bytes", exception);
                }

                if (count == 0) return;
                if (total is { } most && partial.Length + count > most)
                {
                    partial.Restart(null);
                    throw new InterruptedDownloadException($"the server sent more than the {most} bytes of the file");
                }

                await partial.AppendAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                progress.Report(new DownloadProgress(name, partial.Length, total));
            }
        }
    }
}
