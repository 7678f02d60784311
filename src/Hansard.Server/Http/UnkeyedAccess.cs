using System.Net;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Projects;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Http;

/// <summary>Access to a server without keys (NoAuth): for its own machine, and no web page but its own.</summary>
internal sealed class UnkeyedAccess(IProjectStore projects, HansardServerOptions options)
{
    /// <summary>The project of a caller.</summary>
    /// <exception cref="ApiException">The caller may not do anything here.</exception>
    /// <remarks>Any web page can make a browser send requests, and open WebSockets, to a loopback address.</remarks>
    public Project Of(HttpContext context)
    {
        var request = context.Request;
        var origin = request.Headers.Origin.ToString();

        // A program that hosts the API may listen where it likes, and a Host header says what its sender wants it to.
        if (context.Connection.RemoteIpAddress is { } sender && !IPAddress.IsLoopback(sender))
            throw Refused("Without keys (NoAuth) this server answers to its own machine only.");
        if (!LoopbackHost.IsLoopback(request.Host.Host))
            throw Refused(
                $"Without keys (--no-auth) this server answers to localhost, 127.0.0.1 and [::1] only, not to '{request.Host}'.");
        if (origin.Length > 0 && !options.AllowedOrigins.Contains(origin)
            && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
            throw Refused($"Without keys (--no-auth) this server takes no requests from other web pages, such as those of {origin}.");
        return projects.Find(Project.Default) ?? throw new InvalidOperationException("The default project is made at the start.");
    }

    /// <summary>Refuses what a page of another web server makes a browser send, where no key shows that it may.</summary>
    /// <exception cref="ApiException">It is such a request.</exception>
    public static void RefuseForeignPages(HttpRequest request, HansardServerOptions options)
    {
        // Programs that are built on a browser have an origin of their own scheme, such as app://obsidian.md, which no web page can have.
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0 || options.AllowedOrigins.Contains(origin)
            || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)) return;
        if (origin == "null" || origin.StartsWith("http", StringComparison.OrdinalIgnoreCase))
            throw Refused($"Without a key this server takes no requests from other web pages, such as those of {origin}.");
    }

    private static ApiException Refused(string message) => new(401, ErrorTypes.Unauthenticated, message);
}
