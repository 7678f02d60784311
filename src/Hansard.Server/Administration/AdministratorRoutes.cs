using Hansard.Server.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.Administration;

/// <summary>Calls under /v1/admin, which ask for an administrator's key.</summary>
internal static class AdministratorRoutes
{
    /// <summary>Begins a group of them.</summary>
    /// <param name="routes">All routes.</param>
    /// <param name="path">Below /v1/admin, with a slash in front.</param>
    public static RouteGroupBuilder MapAdministration(this IEndpointRouteBuilder routes, string path) => routes
        .MapGroup($"/v1/admin{path}")
        .WithTags("Administration")
        .WithMetadata(new AdministratorsOnly());
}
