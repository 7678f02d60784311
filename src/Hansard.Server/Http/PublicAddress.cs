using System.Net;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Http;

/// <summary>The address under which clients reach this server, for links in answers.</summary>
internal static class PublicAddress
{
    /// <summary>The setting PublicAddress, or else what the client has sent its request to.</summary>
    /// <returns>Without a slash at its end.</returns>
    public static string Of(HttpRequest request, HansardServerOptions options)
    {
        if (options.PublicAddress is { } configured) return configured.AbsoluteUri.TrimEnd('/');

        // HTTP/1.0 needs no Host.
        var host = request.Host.HasValue ? request.Host.ToUriComponent() : Local(request.HttpContext.Connection);
        return $"{request.Scheme}://{host}{request.PathBase.ToUriComponent()}";
    }

    /// <summary>The page on an error: its <c>more_info</c>.</summary>
    /// <param name="errorType">One of <see cref="ErrorTypes"/>.</param>
    /// <param name="request">The request that is answered.</param>
    /// <param name="options">Of the server.</param>
    public static string OfError(string errorType, HttpRequest request, HansardServerOptions options)
        => $"{Of(request, options)}{PagePath.Errors}/{errorType}";

    private static string Local(ConnectionInfo connection)
        => new IPEndPoint(connection.LocalIpAddress ?? IPAddress.Loopback, connection.LocalPort).ToString();
}
