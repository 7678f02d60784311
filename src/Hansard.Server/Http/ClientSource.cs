using Hansard.Server.Contract;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Http;

/// <summary>Tells requests of programs from those of the server's web page.</summary>
internal static class ClientSource
{
    /// <summary>The header by which the web page makes itself known.</summary>
    public const string Header = "X-Hansard-Client";

    /// <returns>One of <see cref="RequestSource"/>.</returns>
    public static string Of(HttpRequest request)
        => request.Headers[Header] == RequestSource.Playground ? RequestSource.Playground : RequestSource.PublicApi;
}
