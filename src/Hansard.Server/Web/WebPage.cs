using Hansard.Server.Configuration;
using Hansard.Server.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Web;

/// <summary>The page for browsers: / and /app with every view below it, what they are made of, and what they have to know.</summary>
internal static partial class WebPage
{
    private const string Missing =
        "This server was built without its page for browsers: install Node.js 18 or later with npm, build Hansard again, and restart it. "
        + "The API works as ever, and is described at /docs.\n";

    // Nothing from elsewhere, nothing inline; sound and pictures of the page's own making are blobs.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; "
        + "font-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds the routes, unless the page is switched off; those of the API are never among them.</summary>
    public static void MapWebPage(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var options = services.GetRequiredService<HansardServerOptions>();
        if (!options.Web.Enabled) return;

        if (WebAssets.Load(services.GetRequiredService<WebSource>().Assembly) is not { } assets)
        {
            LogMissing(services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(WebPage)));
            Map(routes, "/", Explain);
            Map(routes, "/app/{**view}", Explain);
            return;
        }

        var index = new WebIndex(assets.Index);
        Map(routes, "/", context => Show(index, context));
        Map(routes, "/app/{**view}", context => Show(index, context));
        Map(routes, "/app/assets/{**name}", context => Find(assets, context));
        Map(routes, "/app/config.json", context =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return Reply.Json(new WebConfiguration(BuildVersion.Current, AuthRequired: !options.NoAuth, options.Doors.Live.Enabled));
        });
    }

    private static void Map(IEndpointRouteBuilder routes, string pattern, Func<HttpContext, IResult> answer)
        => routes.MapMethods(pattern, Methods, (HttpContext context) =>
        {
            Protect(context.Response.Headers);
            return answer(context);
        }).ExcludeFromDescription();

    private static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "microphone=(self), camera=(), geolocation=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    private static IResult Show(WebIndex index, HttpContext context)
    {
        if (index.For(context.Request.Path) is not { } document) return Results.NotFound();
        context.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(document, "text/html; charset=utf-8");
    }

    private static IResult Find(WebAssets assets, HttpContext context)
        => assets.Find(context.Request.RouteValues["name"] as string ?? "")?.Answer(context) ?? Results.NotFound();

    private static IResult Explain(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.Text(Missing, "text/plain; charset=utf-8", statusCode: StatusCodes.Status404NotFound);
    }

    [LoggerMessage(
        1, LogLevel.Warning,
        "This server was built without its page for browsers, so / only says so: install Node.js 18 or later with npm, and build again")]
    private static partial void LogMissing(ILogger logger);
}
