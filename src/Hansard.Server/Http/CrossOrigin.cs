using Hansard.Server.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Http;

/// <summary>Lets web pages of the origins that the operator names use the API from a browser (CORS).</summary>
/// <remarks>
/// Keys travel in a header that a page sets itself, so no credentials of the browser are ever allowed, and nothing for origins that are not
/// named. A browser asks beforehand (a preflight) without a key.
/// </remarks>
internal static class CrossOrigin
{
    private static readonly TimeSpan PreflightAge = TimeSpan.FromMinutes(10);

    // A preflight finds no endpoint that could say whether it is open to pages.
    private static readonly PathString[] Paths = [new("/v1"), new("/mcp")];

    // What a page cannot read otherwise.
    private static readonly string[] Exposed = [
        ErrorMiddleware.RequestIdHeader, "Retry-After", "Content-Disposition", "Content-Range", "Accept-Ranges"
    ];

    /// <summary>Answers preflights, and marks answers to named origins; does nothing where none is named.</summary>
    public static IApplicationBuilder UseCrossOrigin(this IApplicationBuilder application, HansardServerOptions options)
    {
        if (options.AllowedOrigins.Count == 0) return application;
        return application.UseWhen(
            context => Paths.Any(path => context.Request.Path.StartsWithSegments(path)),
            api => api.UseCors(policy => policy
                .WithOrigins([.. options.AllowedOrigins])
                .AllowAnyMethod()
                .AllowAnyHeader()
                .WithExposedHeaders(Exposed)
                .SetPreflightMaxAge(PreflightAge)));
    }
}
