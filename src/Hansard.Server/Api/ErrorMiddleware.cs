using Hansard.Server.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Api;

/// <summary>Gives every response a request id, and every error, the framework's included, the one error body.</summary>
internal sealed partial class ErrorMiddleware(RequestDelegate next, ILogger<ErrorMiddleware> logger)
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
            await next(context);
            if (!context.Response.HasStarted && context.Response.StatusCode is 404 or 405 or 415 && context.Response.ContentLength is null or 0)
                await WriteAsync(context, FromRouting(context));
        }
        catch (ApiException exception)
        {
            await WriteAsync(context, exception);
        }
        catch (LimitReachedException exception)
        {
            await WriteAsync(context, ApiException.Limit(exception.Message, (int)Math.Ceiling(exception.RetryAfter.TotalSeconds)));
        }
        catch (DatabaseUnavailableException exception)
        {
            LogUnavailable(context.Request.Method, context.GetEndpoint()?.DisplayName, exception.Message);
            await WriteAsync(context, ApiException.Unavailable(exception.Message, (int)exception.RetryAfter.TotalSeconds));
        }
        catch (IOException exception) when (DatabaseUnavailableException.IsFullDisk(exception))
        {
            var full = DatabaseUnavailableException.ForFullDisk(exception);
            LogUnavailable(context.Request.Method, context.GetEndpoint()?.DisplayName, full.Message);
            await WriteAsync(context, ApiException.Unavailable(full.Message, (int)full.RetryAfter.TotalSeconds));
        }
        catch (BadHttpRequestException exception)
        {
            await WriteAsync(context, FromFramework(exception));
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody reads the answer any more.
        }
        catch (Exception exception)
        {
            LogFault(exception, context.Request.Method, context.GetEndpoint()?.DisplayName, requestId);
            await WriteAsync(context, new ApiException(
                500, "internal_error", $"The server failed on this request. It is not your fault; its log has the reason under {requestId}."));
        }
    }

    private static ApiException FromRouting(HttpContext context) => context.Response.StatusCode switch
    {
        405 => ApiException.Invalid(
            $"The method {context.Request.Method} is not allowed here; allowed: {context.Response.Headers.Allow}."),
        415 => ApiException.Invalid("The content type is not supported here."),
        _ => ApiException.NotFound(UnknownRoute.Explain(context.Request)),
    };

    private static ApiException FromFramework(BadHttpRequestException exception) => ApiException.Invalid(exception.StatusCode switch
    {
        413 => "The body is too large.",
        408 => "The body arrived too slowly, or stopped arriving.",
        _ => $"The request is malformed: {exception.Message}",
    });

    private static async Task WriteAsync(HttpContext context, ApiException error)
    {
        // Too late for an error body: break the connection, so that the client does not take the half for the whole.
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        var allow = context.Response.Headers.Allow;
        context.Response.Clear();
        context.Response.Headers[RequestIdHeader] = context.TraceIdentifier;
        if (error.StatusCode == 401) context.Response.Headers.WWWAuthenticate = "Bearer";
        if (allow.Count > 0) context.Response.Headers.Allow = allow;
        if (error.RetryAfterSeconds is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString();
        context.Response.StatusCode = error.StatusCode;
        await context.Response.WriteAsJsonAsync(
            new ErrorResponse
            {
                StatusCode = error.StatusCode,
                ErrorType = error.ErrorType,
                Message = error.Message,
                ValidationErrors = error.ValidationErrors,
                RequestId = context.TraceIdentifier,
            },
            context.RequestAborted);
    }

    [LoggerMessage(1, LogLevel.Error, "{Method} {Endpoint} failed; the client was told request id {RequestId}")]
    private partial void LogFault(Exception exception, string method, string? endpoint, string requestId);

    [LoggerMessage(4, LogLevel.Warning, "{Method} {Endpoint} is refused for now: {Reason}")]
    private partial void LogUnavailable(string method, string? endpoint, string reason);
}
