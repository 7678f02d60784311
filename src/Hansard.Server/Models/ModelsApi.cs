using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Models;

/// <summary>GET /v1/models.</summary>
internal static class ModelsApi
{
    /// <summary>Adds the route.</summary>
    public static void MapModels(this IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/models", (ServedModels models, IServiceProvider services) => Reply.Json(
            new ModelsResponse(models.ToResponses(services.GetService<ILiveModelNames>()?.Listed ?? []))
            {
                Data = services.GetService<IModelObjects>()?.List(),
            }))
        .WithTags("Models")
        .Ok<ModelsResponse>("List the models, aliases included");
}
