using System.Net;
using System.Text;
using Hansard.Server.Contract;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.OpenApi;

/// <summary>The pages that <c>more_info</c> of errors leads to.</summary>
/// <remarks>Links are relative, so that they hold behind whatever prefix a proxy or a program gives the server.</remarks>
internal static class ErrorPages
{
    private static readonly string[] Methods = ["GET", "HEAD"];

    /// <summary>Adds the routes.</summary>
    public static void MapErrorPages(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods(PagePath.Errors, Methods, (HttpContext context) => Html(context, Overview())).ExcludeFromDescription();
        routes.MapMethods($"{PagePath.Errors}/{{type}}", Methods, (string type, HttpContext context) => Html(context, One(type)))
            .ExcludeFromDescription();
    }

    private static string Overview()
    {
        var items = string.Concat(ErrorPage.All.Select(page => $"<li><a href=\"errors/{page.Type}\">{page.Type}</a></li>\n"));
        return Page(
            "Errors", "docs.css", $"<h1>Errors</h1>\n<p>What each <code>error_type</code> means, and what to do.</p>\n<ul>\n{items}</ul>");
    }

    private static string One(string type)
    {
        var page = ErrorPage.All.FirstOrDefault(page => page.Type == type)
            ?? throw ApiException.NotFound($"No error has this type. {PagePath.Errors} lists those that there are.");
        return Page(
            page.Type,
            "../docs.css",
            $"""
            <h1><code>{page.Type}</code></h1>
            <p>{Text(page.Where)}</p>
            <h2>Cause</h2>
            <p>{Text(page.Cause)}</p>
            <h2>Remedy</h2>
            <p>{Text(page.Remedy)}</p>
            <p><a href="../errors">All errors</a></p>
            """);
    }

    private static string Page(string title, string style, string content) =>
        $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{title} – Hansard</title>
        <link rel="stylesheet" href="{style}">
        </head>
        <body>
        <main>
        {content}
        </main>
        </body>
        </html>

        """;

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static IResult Html(HttpContext context, string page)
    {
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Text(page, "text/html", Encoding.UTF8);
    }
}
