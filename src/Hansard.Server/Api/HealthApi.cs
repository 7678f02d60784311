using Hansard.Server.Jobs;
using Hansard.Server.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.Api;

/// <summary>What load balancers and supervisors ask.</summary>
internal static class HealthApi
{
    private static readonly string[] Methods = ["GET", "HEAD"];

    /// <summary>Adds the routes.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/healthz", Methods, () => Results.Json(new HealthResponse("ok")))
            .WithTags("Health").Ok<HealthResponse>("The process answers");
        routes.MapMethods("/readyz", Methods, Ready)
            .WithTags("Health").Ok<HealthResponse>("The model is loaded and the database answers").Produces<HealthResponse>(503);
    }

    // The model is loaded before the server listens.
    private static IResult Ready(JobQueue queue)
    {
        try
        {
            _ = queue.Depth();
            return Results.Json(new HealthResponse("ok"));
        }
        catch (Exception exception) when (exception is Microsoft.Data.Sqlite.SqliteException or IOException)
        {
            return Results.Json(new HealthResponse("the database does not answer"), statusCode: 503);
        }
    }
}
