using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hansard.Cli.Remote.Connection;

namespace Hansard.Cli.Remote.Api;

/// <summary>Calls of the API on one server. Failures are <see cref="RemoteException"/>s, whose messages are for the user.</summary>
internal sealed class ApiClient : IDisposable
{
    /// <summary>Rows of a page at most.</summary>
    public const int LargestPage = 1000;

    // A transcript of five hours has some ten megabytes.
    private const int LargestAnswer = 256 << 20;

    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DownloadTime = TimeSpan.FromMinutes(10);

    private readonly HttpClient _http;
    private readonly Patience _patience;
    private readonly Outage _outage;
    private volatile bool _hasAnswered;

    /// <param name="connection">The server and the key.</param>
    /// <param name="patience">Willingness to wait for it.</param>
    /// <param name="tell">Takes a sentence about a server that is away.</param>
    public ApiClient(ServerConnection connection, Patience patience, Action<string> tell)
    {
        (Connection, _patience, _outage) = (connection, patience, new Outage(tell));
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // The key is for this server.
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            Expect100ContinueTimeout = TimeSpan.FromSeconds(2),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        };
        _http = new HttpClient(handler)
        {
            BaseAddress = connection.Server,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LargestAnswer,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("hansard", Version));
        if (connection.Key is { } key) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>The version of this program.</summary>
    public static string Version { get; } = typeof(ApiClient).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>The server and the key.</summary>
    public ServerConnection Connection { get; }

    /// <summary>Name of the server, for people.</summary>
    public string Server => ServerAddress.Show(Connection.Server);

    /// <summary>The time by the server's own clock, when it last answered; null before.</summary>
    public DateTimeOffset? ServerTime { get; private set; }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    /// <summary>Asks for a JSON object.</summary>
    /// <param name="path">Below the server's address, such as <c>v1/files</c>.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken)
        => Json((await DownloadAsync(path, cancellationToken).ConfigureAwait(false)).Content);

    /// <summary>Asks for a JSON object; null where there is none (404).</summary>
    public async Task<JsonElement?> FindAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (RefusedException refused) when (refused.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Asks for a document.</summary>
    public Task<Download> DownloadAsync(string path, CancellationToken cancellationToken)
        => SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), isSafe: true, DownloadTime, cancellationToken);

    /// <summary>Sends an object, or nothing, and returns the answer. It is sent again only if it cannot have arrived.</summary>
    public async Task<JsonElement> PostAsync(string path, JsonNode? body, CancellationToken cancellationToken)
    {
        var json = body?.ToJsonString();
        HttpRequestMessage Request() => new(HttpMethod.Post, path)
        {
            Content = json is null ? null : new StringContent(json, System.Text.Encoding.UTF8, "application/json"),
        };
        return Json((await SendAsync(Request, isSafe: false, AnswerTime, cancellationToken).ConfigureAwait(false)).Content);
    }

    /// <summary>Deletes something.</summary>
    /// <returns>False if there is nothing (404).</returns>
    public async Task<bool> DeleteAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            HttpRequestMessage Request() => new(HttpMethod.Delete, path);
            await SendAsync(Request, isSafe: true, AnswerTime, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RefusedException refused) when (refused.Status == 404)
        {
            return false;
        }
    }

    /// <summary>Uploads a file. Whoever calls knows whether it may be sent again once some of it may have arrived.</summary>
    /// <param name="create">Makes the multipart form.</param>
    /// <param name="cancellationToken">Stops the upload.</param>
    public async Task<RemoteFile> UploadAsync(Func<HttpContent> create, CancellationToken cancellationToken)
    {
        HttpRequestMessage Request()
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "v1/files") { Content = create() };
            request.Headers.ExpectContinue = true; // So that a refusal does not come after a gigabyte.
            return request;
        }
        return new RemoteFile(Json((await SendAsync(Request, isSafe: false, null, cancellationToken).ConfigureAwait(false)).Content));
    }

    /// <summary>Opens a stream of server-sent events; null where the server has none.</summary>
    /// <exception cref="UnreachableException">It does not answer.</exception>
    public async Task<Stream?> OpenEventsAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        try
        {
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
            if (response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType == "text/event-stream")
                return await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            using (response)
            {
                if (IsTemporary(response.StatusCode)) throw new UnreachableException("No events at this time.");
                return null;
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Unreachable(e);
        }
    }

    /// <summary>Waits until the server answers, as long as the patience lasts.</summary>
    public Task WaitUntilThereAsync(CancellationToken cancellationToken) => FindAsync("v1/models", cancellationToken);

    private async Task<Download> SendAsync(
        Func<HttpRequestMessage> create, bool isSafe, TimeSpan? limit, CancellationToken cancellationToken)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        TimeSpan? awaySince = null;
        for (var attempt = 0; ; attempt++)
        {
            TimeSpan pause;
            try
            {
                using var request = create();
                return await AttemptAsync(request, limit, cancellationToken).ConfigureAwait(false);
            }
            catch (UnreachableException away) when (isSafe || away.IsUnsent)
            {
                var most = _hasAnswered ? _patience.Outage : _patience.FirstContact;
                pause = Patience.Pause(attempt);
                awaySince ??= watch.Elapsed; // Slow as it may have been until then, it is tried once more.
                if (most != Timeout.InfiniteTimeSpan && watch.Elapsed - awaySince + pause > most) throw;
                if (most > Patience.Short.Outage || most == Timeout.InfiniteTimeSpan) _outage.Begin(away.Message);
            }
            catch (TooMuchException full)
            {
                pause = full.RetryAfter ?? Patience.Pause(attempt + 2);
                if (watch.Elapsed + pause > _patience.Limits) throw full.Refused;
                if (pause > TimeSpan.FromSeconds(3)) _outage.Begin(full.Refused.Message);
            }
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Download> AttemptAsync(HttpRequestMessage request, TimeSpan? limit, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (limit is { } most) timeout.CancelAfter(most);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, timeout.Token)
                .ConfigureAwait(false);
            var content = await response.Content.ReadAsByteArrayAsync(timeout.Token).ConfigureAwait(false);
            if (response.Headers.Date is { } date) ServerTime = date;
            if (response.IsSuccessStatusCode)
            {
                _hasAnswered = true;
                _outage.End(Server);
                return new Download(content, response.Content.Headers.ContentType?.MediaType ?? "");
            }
            var refused = Refusal.Read(response.StatusCode, content, response.Headers.Location, Connection);
            var again = response.Headers.RetryAfter?.Delta;
            if (response.StatusCode is HttpStatusCode.TooManyRequests)
            {
                _hasAnswered = true;
                throw new TooMuchException(refused, again);
            }
            if (IsTemporary(response.StatusCode))
            {
                // A gateway may have passed the request on; who says itself that it cannot serve has not.
                throw new UnreachableException(refused.Message)
                {
                    IsUnsent = response.StatusCode is HttpStatusCode.ServiceUnavailable && refused.Type.Length > 0,
                };
            }
            _hasAnswered = true;
            throw refused;
        }
        catch (Exception e) when (e is HttpRequestException or IOException && e.InnerException is not RemoteException)
        {
            throw Unreachable(e);
        }
        catch (HttpRequestException e) when (e.InnerException is RemoteException inner)
        {
            throw inner;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UnreachableException($"{Server} does not answer.", e);
        }
    }

    private UnreachableException Unreachable(Exception exception)
    {
        var request = exception as HttpRequestException;
        var reason = Deepest(exception) switch
        {
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "nothing listens there. Is the server running?",
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData }
                => "there is no machine of that name.",
            SocketException { SocketErrorCode: SocketError.ConnectionReset } => "the connection broke off.",
            SocketException socket => $"{socket.Message}.",
            TimeoutException or OperationCanceledException => "the connection is not answered.",
            System.Security.Authentication.AuthenticationException tls
                when tls.Message.Contains("certificate", StringComparison.Ordinal)
                => $"its certificate is not accepted ({tls.Message.TrimEnd('.')}).",
            _ when request?.HttpRequestError is HttpRequestError.SecureConnectionError => "no secure connection can be made; is it http?",
            var other => $"the connection broke off ({other.Message.TrimEnd('.')}).",
        };
        var isUnsent = request?.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError;
        return new UnreachableException($"{Server} cannot be reached: {reason}", exception) { IsUnsent = isUnsent };
    }

    private static Exception Deepest(Exception exception)
    {
        while (exception is not (SocketException or System.Security.Authentication.AuthenticationException)
            && exception.InnerException is { } inner) exception = inner;
        return exception;
    }

    private static bool IsTemporary(HttpStatusCode status)
        => status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
            or HttpStatusCode.TooManyRequests;

    private JsonElement Json(byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw new RefusedException(200, "", $"{Server} answers, but not as a server of this API: is that the right address?");
        }
    }

    /// <summary>A limit is reached, such as that of requests in a minute.</summary>
    private sealed class TooMuchException(RefusedException refused, TimeSpan? retryAfter) : Exception
    {
        public RefusedException Refused { get; } = refused;

        public TimeSpan? RetryAfter { get; } = retryAfter;
    }
}

/// <summary>A document of the server.</summary>
/// <param name="Content">All of it.</param>
/// <param name="MediaType">Its type; empty where it has none.</param>
internal sealed record Download(byte[] Content, string MediaType);
