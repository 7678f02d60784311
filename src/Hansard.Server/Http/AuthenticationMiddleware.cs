using System.Net;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Projects;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Http;

/// <summary>Finds the project that a call under /v1 acts for, or ends it.</summary>
internal sealed class AuthenticationMiddleware(
    RequestDelegate next, IProjectStore projects, KeyUse uses, SignedUrls addresses, HansardServerOptions options)
{
    private const string Scheme = "Bearer ";

    private static readonly string[] ProxyHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"];

    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var isOpen = context.GetEndpoint()?.Metadata.GetMetadata<OpenToAll>() is not null;
        if (context.Request.Path.StartsWithSegments("/v1") && !isOpen)
        {
            var holder = BySignature(context) is { } signed ? new KeyHolder(signed, "")
                : options.NoAuth ? new KeyHolder(Anyone(context), "") { IsAdministrator = IsOwnMachine(context) }
                : Authenticate(context.Request);
            if (holder.KeyId is { } key) uses.Note(key);
            context.Features.Set(holder);
        }
        await next(context);
    }

    private Project? BySignature(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<OpenedBySignature>() is not { } opened) return null;
        var signature = context.Request.Query[SignedUrls.Parameter].ToString();
        return signature.Length == 0
            ? null
            : addresses.Verify(opened.ResourceOf(ResourceId.Parse((string)context.Request.RouteValues["id"]!) ?? ""), signature);
    }

    // Any web page can make a browser send requests to a loopback address, so without keys only pages of this server may.
    private Project Anyone(HttpContext context)
    {
        var request = context.Request;
        var origin = request.Headers.Origin.ToString();

        // A program that hosts the API may listen where it likes, and a Host header says what its sender wants it to.
        if (context.Connection.RemoteIpAddress is { } sender && !IPAddress.IsLoopback(sender))
            throw Unauthenticated("Without keys (NoAuth) this server answers to its own machine only.");
        if (!LoopbackHost.IsLoopback(request.Host.Host))
            throw Unauthenticated(
                $"Without keys (--no-auth) this server answers to localhost, 127.0.0.1 and [::1] only, not to '{request.Host}'.");
        if (origin.Length > 0 && !options.AllowedOrigins.Contains(origin)
            && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
            throw Unauthenticated(
                $"Without keys (--no-auth) this server takes no requests from other web pages, such as those of {origin}.");
        return projects.Find(Project.Default) ?? throw new InvalidOperationException("The default project is made at the start.");
    }

    // Who sits at the machine has the whole data directory anyway. A proxy there lets in whoever reaches it, and says for whom it asks.
    private static bool IsOwnMachine(HttpContext context)
        => (context.Connection.LocalIpAddress is not { } own || IPAddress.IsLoopback(own))
            && !ProxyHeaders.Any(context.Request.Headers.ContainsKey);

    private KeyHolder Authenticate(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.Length == 0) throw Unauthenticated("No API key: send the header 'Authorization: Bearer KEY'.");
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || header.Length > 1024)
            throw Unauthenticated("The Authorization header is malformed: it must be 'Bearer KEY'.");
        return projects.Authenticate(header[Scheme.Length..].Trim())
            ?? throw Unauthenticated("This API key is unknown or revoked. 'hansard keys create' on the server makes one.");
    }

    private static ApiException Unauthenticated(string message) => new(401, ErrorTypes.Unauthenticated, message);
}
