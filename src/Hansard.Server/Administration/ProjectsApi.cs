using System.Text.Json;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.OpenApi;
using Hansard.Server.Projects;
using Hansard.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.Administration;

/// <summary>The calls under /v1/admin/projects.</summary>
internal static class ProjectsApi
{
    private const string Force = "force";

    /// <summary>Adds the routes.</summary>
    public static void MapProjects(this IEndpointRouteBuilder routes)
    {
        var projects = routes.MapAdministration("/projects");
        projects.MapGet("/", List).Ok<ProjectsResponse>("List the projects of the server").Errors(403);
        projects.MapPost("/", AddAsync)
            .Created<ProjectResponse>("Make a project")
            .Accepts<ProjectBody>("application/json")
            .Errors(403, 409);
        projects.MapGet("/{id}/keys", Keys).Ok<KeysResponse>("List the keys of a project").Errors(403, 404);
        projects.MapPost("/{id}/keys", AddKeyAsync)
            .Created<KeyResponse>("Make a key; only this answer has it")
            .Accepts<KeyBody>("application/json")
            .Errors(403, 404);
        projects.MapDelete("/{id}/keys/{key}", RevokeAsync)
            .Deleted("Revoke a key, at once and for good")
            .Query(new QueryParameter(Force, "boolean", false, "true revokes the last administrator's key as well."))
            .Errors(403, 404, 409);
    }

    private static IResult List(IAdministrationStore store) => Reply.Json(new ProjectsResponse([.. store.Projects().Select(Entry)]));

    private static async Task<IResult> AddAsync(HttpContext context, IAdministrationStore store)
    {
        using var json = await JsonBody.ReadAsync(context.Request);
        var (name, _) = Read(json.RootElement);
        var project = await store.AddProjectAsync(name, context.RequestAborted)
            ?? throw ApiException.AdministrationConflict("There is a project of this name already: take another.");
        context.Features.Set(new AccessedResource(project.Id) { ProjectId = project.Id });
        return Reply.Json(Entry(store.Project(project.Id)!), statusCode: 201);
    }

    private static IResult Keys(string id, HttpContext context, IAdministrationStore store, KeyUse uses)
    {
        if (ResourceId.Parse(id) is not { } known || store.Project(known) is null) throw NoProject();
        return Reply.Json(new KeysResponse([.. store.Keys(known).Select(key => Entry(key, context, uses.LatestOf(key.Id)))]));
    }

    private static async Task<IResult> AddKeyAsync(string id, HttpContext context, IAdministrationStore store)
    {
        using var json = await JsonBody.ReadAsync(context.Request);
        var (name, isAdmin) = Read(json.RootElement);
        var issued = ResourceId.Parse(id) is { } known ? await store.AddKeyAsync(known, name, isAdmin, context.RequestAborted) : null;
        if (issued is null) throw NoProject();
        context.Features.Set(new AccessedResource(issued.Info.Id) { ProjectId = ResourceId.Parse(id) });
        context.Response.Headers.CacheControl = "no-store";
        return Reply.Json(Entry(issued.Info, context, null) with { Key = issued.Secret }, statusCode: 201);
    }

    private static async Task<IResult> RevokeAsync(string id, string key, HttpContext context, IAdministrationStore store)
    {
        var force = QueryFlag.Read(context.Request.Query, Force);
        if (ResourceId.Parse(id) is not { } project || ResourceId.Parse(key) is not { } known) throw NoKey();
        context.Features.Set(new AccessedResource(known) { ProjectId = project });
        return await store.RevokeAsync(project, known, force, context.RequestAborted) switch
        {
            Revocation.Revoked => Results.NoContent(),
            Revocation.LastAdministrator => throw ApiException.AdministrationConflict(
                $"This is the last administrator's key: without it, only 'hansard keys create --admin' on the server makes another. Send "
                + $"{Force}=true in the query to revoke it all the same."),
            _ => throw NoKey(),
        };
    }

    // The same rule as on the command line.
    private static (string Name, bool IsAdmin) Read(JsonElement json)
    {
        var errors = new ValidationErrors();
        var body = new FieldReader(json, JsonBody.Root, errors);
        var name = body.RequiredText("name")?.Trim();
        if (name is not null && !Project.IsName(name))
            body.Fault("invalid_value", "name", $"'name' must have 1 to {Project.MaximumName} characters, and no control characters.");
        var isAdmin = body.Flag("admin");
        return errors.Count == 0 ? (name!, isAdmin) : throw ApiException.Invalid(errors);
    }

    private static ProjectResponse Entry(ProjectOverview project) => new()
    {
        Id = project.Id,
        Name = project.Name,
        CreatedAt = Timestamp.ToIso(project.CreatedAt),
        Keys = project.Keys,
        Files = project.Files,
        Bytes = project.Bytes,
        Transcriptions = project.Transcriptions,
    };

    private static KeyResponse Entry(ApiKeyInfo key, HttpContext context, long? latest) => new()
    {
        Id = key.Id,
        Name = key.Name,
        Hint = key.Hint,
        Admin = key.IsAdmin,
        Current = key.Id == context.Holder().KeyId,
        CreatedAt = Timestamp.ToIso(key.CreatedAt),
        LastUsedAt = (latest ?? key.LastUsedAt) is { } used ? Timestamp.ToIso(used) : null,
        RevokedAt = key.RevokedAt is { } revoked ? Timestamp.ToIso(revoked) : null,
    };

    private static ApiException NoProject()
        => ApiException.NotFound("There is no project with this id: GET /v1/admin/projects lists them.");

    private static ApiException NoKey() => ApiException.NotFound("This project has no valid key with this id: it may have been revoked.");
}
