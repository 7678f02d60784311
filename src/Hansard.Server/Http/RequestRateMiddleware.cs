using Hansard.Server.Projects;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Http;

/// <summary>Holds each project to its requests a minute, where a limit is set.</summary>
internal sealed class RequestRateMiddleware(RequestDelegate next, RequestRate rate)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<KeyHolder>() is { } holder) rate.Count(holder.Project);
        return next(context);
    }
}
