using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.OpenApi;
using Hansard.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.Administration;

/// <summary>The calls under /v1/admin/models.</summary>
internal static class CatalogueApi
{
    /// <summary>Adds the routes.</summary>
    public static void MapCatalogue(this IEndpointRouteBuilder routes)
    {
        var models = routes.MapAdministration("/models");
        models.MapGet("/", List)
            .Ok<CatalogueResponse>("List the models that are here or can be pulled, and the download that runs")
            .Errors(403);
        models.MapPost("/{name}/pull", Pull)
            .Accepted<ModelPullResponse>("Begin to download a model; GET /v1/admin/models tells how far it is")
            .Errors(403, 404, 409);
        models.MapDelete("/{name}/pull", CancelAsync)
            .Deleted("Cancel the download of a model; what has arrived stays for the next time")
            .Errors(403, 404);
    }

    private static IResult List(CatalogueModels models, ModelPulls pulls)
        => Reply.Json(new CatalogueResponse(models.List(), pulls.Latest is { } pull ? Entry(pull) : null));

    private static IResult Pull(string name, ModelPulls pulls) => Reply.Json(Entry(pulls.Start(name)), statusCode: 202);

    private static async Task<IResult> CancelAsync(string name, ModelPulls pulls) => await pulls.CancelAsync(name)
        ? Results.NoContent()
        : throw ApiException.NotFound("No model of this name is being pulled.");

    private static ModelPullResponse Entry(ModelPull pull) => new()
    {
        Model = pull.Model,
        Status = pull.Status,
        File = pull.File,
        ReceivedBytes = pull.ReceivedBytes,
        TotalBytes = pull.TotalBytes,
        Message = pull.Message,
        StartedAt = Timestamp.ToIso(pull.StartedAt),
        EndedAt = pull.EndedAt is { } ended ? Timestamp.ToIso(ended) : null,
    };
}
