using System.Diagnostics;
using Hansard.Server.Contract;
using Hansard.Server.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Http;

/// <summary>
/// Logs each request in one line, by its route: no query, no header, no body. Reads that succeed are Debug, since clients poll.
/// </summary>
internal sealed partial class RequestLogMiddleware(RequestDelegate next, ILogger<RequestLogMiddleware> logger)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var start = Stopwatch.GetTimestamp();
        await next(context);
        var level = HttpMethods.IsGet(context.Request.Method) && context.Response.StatusCode < 400 ? LogLevel.Debug : LogLevel.Information;
        if (!logger.IsEnabled(level)) return;
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.TrimEnd('/') ?? "unknown route";
        var id = context.Request.RouteValues["id"] as string is { } sent ? ResourceId.Parse(sent) : null;
        var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var project = context.Features.Get<KeyHolder>()?.Project.Name;
        LogRequest(level, context.Request.Method, route, context.Response.StatusCode, milliseconds, id, project, context.TraceIdentifier);
    }

    [LoggerMessage(
        EventId = 2,
        Message =
            "{Method} {Route} answered {Status} in {Milliseconds:0.0} ms, resource {ResourceId}, project {Project}, request "
            + "{RequestId}")]
    private partial void LogRequest(
        LogLevel level, string method, string route, int status, double milliseconds, string? resourceId, string? project,
        string requestId);
}
