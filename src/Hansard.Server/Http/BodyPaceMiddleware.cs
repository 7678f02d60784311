using Hansard.Server.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hansard.Server.Http;

/// <summary>Holds the bodies of all requests to the least speed and the greatest size.</summary>
internal sealed class BodyPaceMiddleware(RequestDelegate next, HansardServerOptions options, TimeProvider clock)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true })
        {
            await next(context);
            return;
        }

        var body = context.Request.Body;
        await using var paced = new PacedBody(
            context.Request.BodyReader, context.Request.ContentLength, RequestHeadMiddleware.MaximumBody, options.Connections, clock);
        context.Request.Body = paced;
        var size = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (size is { IsReadOnly: false }) size.MaxRequestBodySize = null;
        context.Features.Set<IHttpMaxRequestBodySizeFeature>(paced);
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Body = body;
            context.Features.Set(size);
        }
    }
}
