using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Hansard.Server.Http;

/// <summary>Gives every response a request id, and every error, the framework's included, the one error body.</summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="options">Of the server.</param>
/// <param name="shapes">Errors of other protocols.</param>
/// <param name="lifetime">Tells when the server stops.</param>
/// <param name="logger">Told of faults.</param>
/// <param name="hasDocs">True where /docs describes the API.</param>
internal sealed partial class ErrorMiddleware(
    RequestDelegate next, HansardServerOptions options, IEnumerable<IErrorShape> shapes, IHostApplicationLifetime lifetime,
    ILogger<ErrorMiddleware> logger, bool hasDocs)
{
    /// <summary>The header that carries the request id.</summary>
    public const string RequestIdHeader = "X-Request-Id";

    private static readonly Func<ILogger, string, IDisposable?> RequestScope = LoggerMessage.DefineScope<string>("Request {RequestId}");

    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var requestId = Guid.CreateVersion7().ToString();
        context.TraceIdentifier = requestId;
        context.Response.Headers[RequestIdHeader] = requestId;
        using var scope = RequestScope(logger, requestId);
        try
        {
            await RunAsync(context, requestId);
        }
        catch (Exception exception) when (context.RequestAborted.IsCancellationRequested || IsBrokenOff(exception))
        {
            // Nobody reads the answer any more, and a client that breaks off is no fault of the server: the log of requests says that it
            // did.
            LogGone(exception.GetType().Name, requestId);
            if (!context.Response.HasStarted) context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;

            // Kestrel may not know it yet: it would try to read the rest of the body, and log an error that it cannot.
            context.Abort();
        }
    }

    private async Task RunAsync(HttpContext context, string requestId)
    {
        try
        {
            await next(context);
            if (!context.Response.HasStarted
                && context.Response.StatusCode is 404 or 405 or 415 or 416
                && context.Response.ContentLength is null or 0)
                await WriteAsync(context, FromRouting(context));
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested && !IsBrokenOff(exception))
        {
            await WriteAsync(context, exception switch
            {
                ApiException error => error,
                LimitReachedException limit => ApiException.Limit(limit.Message, (int)Math.Ceiling(limit.RetryAfter.TotalSeconds)),
                StorageUnavailableException unavailable => FromUnavailable(context, unavailable),
                UnstorableTextException text => ApiException.Invalid(text.Message),
                DirectoryNotFoundException or DriveNotFoundException =>
                    FromUnavailable(context, DatabaseUnavailableException.ForMissingFolder(exception)),
                BadHttpRequestException malformed => FromFramework(malformed),
                _ when DatabaseUnavailableException.OfDisk(exception) is { } ofDisk => FromUnavailable(context, ofDisk),
                _ => FromFault(context, exception, requestId),
            });
            if (context.Response.StatusCode is 429 or 503) await UnsentBody.TakeAsync(context, lifetime.ApplicationStopping);
        }
    }

    private ApiException FromFault(HttpContext context, Exception exception, string requestId)
    {
        LogFault(exception, context.Request.Method, context.GetEndpoint()?.DisplayName, requestId);
        return new ApiException(
            500, ErrorTypes.InternalError,
            $"The server failed on this request. It is not your fault; its log has the reason under {requestId}.");
    }

    private ApiException FromUnavailable(HttpContext context, StorageUnavailableException unavailable)
    {
        // Damage, and what may not be written, is the operator's business, with what and where.
        var reason = unavailable.InnerException is InvalidDataException or UnauthorizedAccessException
            ? $"{unavailable.Message} {unavailable.InnerException.Message}"
            : unavailable.Message;
        LogUnavailable(context.Request.Method, context.GetEndpoint()?.DisplayName, reason);
        return ApiException.Unavailable(unavailable.Message, (int)unavailable.RetryAfter.TotalSeconds);
    }

    private static bool IsBrokenOff(Exception exception)
        => exception is BadHttpRequestException { StatusCode: StatusCodes.Status499ClientClosedRequest };

    private ApiException FromRouting(HttpContext context) => context.Response.StatusCode switch
    {
        405 => ApiException.Invalid(
            $"The method {context.Request.Method} is not allowed here; allowed: {context.Response.Headers.Allow}."),
        416 => new ApiException(
            416, ErrorTypes.InvalidRequest,
            $"The file has no such range: its bytes are as Content-Range says, {context.Response.Headers.ContentRange}."),
        415 => ApiException.Invalid("The content type is not supported here."),
        _ => ApiException.NotFound(UnknownRoute.Explain(context.Request, hasDocs)),
    };

    // Clients that take a password from their address send it when it is asked for, and not before.
    private static StringValues SchemesOf(HttpContext context)
        => context.GetEndpoint()?.Metadata.GetMetadata<KeyAsPassword>() is null
            ? "Bearer"
            : new StringValues(["Bearer", "Basic realm=\"Hansard\""]);

    private static ApiException FromFramework(BadHttpRequestException exception) => exception.StatusCode switch
    {
        413 => ApiException.Invalid(exception.Message),
        408 =>
            new ApiException(400, ErrorTypes.InvalidRequest, "The body arrived too slowly, or stopped arriving.") { EndsConnection = true },
        _ => ApiException.Invalid($"The request is malformed: {exception.Message}"),
    };

    private async Task WriteAsync(HttpContext context, ApiException error)
    {
        // Too late for an error body: break the connection, so that the client does not take the half for the whole.
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.RequestAborted.ThrowIfCancellationRequested();
        var (allow, range) = (context.Response.Headers.Allow, context.Response.Headers.ContentRange);
        context.Response.Clear();
        context.Response.Headers[RequestIdHeader] = context.TraceIdentifier;
        if (error.StatusCode == 401) context.Response.Headers.WWWAuthenticate = SchemesOf(context);
        if (allow.Count > 0) context.Response.Headers.Allow = allow;
        if (range.Count > 0) context.Response.Headers.ContentRange = range;
        if (error.EndsConnection) context.Response.Headers.Connection = "close";
        if (error.RetryAfterSeconds is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString();
        context.Response.StatusCode = error.StatusCode;
        if (shapes.FirstOrDefault(shape => shape.Covers(context.Request.Path)) is { } other)
        {
            var body = other.BodyOf(error);
            if (body is not string text)
            {
                await context.Response.WriteAsJsonAsync(body, JsonSettings.Stored, context.RequestAborted);
                return;
            }

            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(text, context.RequestAborted);
            return;
        }

        await context.Response.WriteAsJsonAsync(
            new ErrorResponse
            {
                StatusCode = error.StatusCode,
                ErrorType = error.ErrorType,
                Message = error.Message,
                ValidationErrors = error.ValidationErrors,
                RequestId = context.TraceIdentifier,
                MoreInfo = PublicAddress.OfError(error.ErrorType, context.Request, options),
            },
            JsonSettings.Stored,
            context.RequestAborted);
    }

    [LoggerMessage(3, LogLevel.Debug, "The client broke off ({Exception}), request {RequestId}")]
    private partial void LogGone(string exception, string requestId);

    [LoggerMessage(1, LogLevel.Error, "{Method} {Endpoint} failed; the client was told request id {RequestId}")]
    private partial void LogFault(Exception exception, string method, string? endpoint, string requestId);

    [LoggerMessage(4, LogLevel.Warning, "{Method} {Endpoint} is refused for now: {Reason}")]
    private partial void LogUnavailable(string method, string? endpoint, string reason);
}
