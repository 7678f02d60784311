using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.OpenApi;
using Hansard.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.Health;

/// <summary>Endpoints that load balancers and supervisors ask.</summary>
internal static class HealthApi
{
    private static readonly string[] Methods = ["GET", "HEAD"];

    /// <summary>Adds the routes.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/healthz", Methods, () => Reply.Json(new HealthResponse("ok")))
            .WithTags("Health").Ok<HealthResponse>("The process answers").Errors(400);
        routes.MapMethods("/readyz", Methods, ReadyAsync)
            .WithTags("Health").Ok<HealthResponse>("The model is loaded, and something can be stored").Errors(400)
            .Produces<HealthResponse>(503);
    }

    // The model is loaded before the first request is taken.
    private static async Task<IResult> ReadyAsync(StorageProbe probe)
        => await probe.FaultAsync() is { } fault
            ? Reply.Json(new HealthResponse(fault), statusCode: 503)
            : Reply.Json(new HealthResponse("ok"));
}
