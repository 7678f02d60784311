using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.OpenApi;

/// <summary>A page that shows the OpenAPI document, from this server alone.</summary>
internal static class DocsPage
{
    private static readonly (string Path, string Resource, string ContentType)[] Files =
    [
        ("/docs", "docs.html", "text/html; charset=utf-8"),
        ("/docs/docs.css", "docs.css", "text/css; charset=utf-8"),
        ("/docs/docs.js", "docs.js", "text/javascript; charset=utf-8"),
    ];

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (path, resource, contentType) in Files)
        {
            var content = Read(resource);
            routes.MapGet(path, (HttpContext context) =>
            {
                context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";
                context.Response.Headers.XContentTypeOptions = "nosniff";
                return Results.Bytes(content, contentType);
            }).ExcludeFromDescription();
        }
    }

    private static byte[] Read(string resource)
    {
        using var stream = typeof(DocsPage).Assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
