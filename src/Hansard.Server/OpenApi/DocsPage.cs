using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.OpenApi;

/// <summary>Pages about the API, from this server alone: the OpenAPI document, and how clients are pointed here.</summary>
internal static class DocsPage
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly Page[] Pages =
    [
        new("/docs", "docs.html", "text/html; charset=utf-8"),
        new("/docs/clients", "clients.html", "text/html; charset=utf-8"),
        new("/docs/clients.js", "clients.js", "text/javascript; charset=utf-8"),
        new("/docs/docs.css", "docs.css", "text/css; charset=utf-8"),
        new("/docs/docs.js", "docs.js", "text/javascript; charset=utf-8"),
    ];

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (path, resource, contentType) in Pages)
        {
            var content = Read(resource);
            routes.MapGet(path, (HttpContext context) =>
            {
                // The pages name each other and their styles relatively, so that they work under a sub-path; a slash at the end misleads.
                if (context.Request.Path.Value!.EndsWith('/')) return Results.LocalRedirect($"~{path}");
                context.Response.Headers.ContentSecurityPolicy = Policy;
                context.Response.Headers.XContentTypeOptions = "nosniff";
                return Results.Bytes(content, contentType);
            }).ExcludeFromDescription();
        }
    }

    /// <summary>Reads a file of this folder, which is within the program.</summary>
    /// <param name="resource">Its name.</param>
    public static byte[] Read(string resource)
    {
        using var stream = typeof(DocsPage).Assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private sealed record Page(string Path, string Resource, string ContentType);
}
