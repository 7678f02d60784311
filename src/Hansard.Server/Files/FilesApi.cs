using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.Files;

/// <summary>The calls under /v1/files.</summary>
internal static class FilesApi
{
    private const string ListName = "files";

    /// <summary>Adds the routes.</summary>
    public static void MapFiles(this IEndpointRouteBuilder routes)
    {
        var files = routes.MapGroup("/v1/files").WithTags("Files");
        files.MapPost("/", UploadAsync).Created<FileResponse>("Upload a file").UploadsFile();
        files.MapGet("/", List).Ok<FilesResponse>("List files, newest first").Paged();
        files.MapGet("/count", Count).Ok<CountResponse>("Count files");
        files.MapGet("/{id}", Get).Ok<FileResponse>("Get a file").Errors(404);
        files.MapDelete("/{id}", DeleteAsync).Deleted("Delete a file; jobs already made from it still complete").Errors(404);
    }

    private static async Task<IResult> UploadAsync(HttpContext context, FileUpload upload, HansardServerOptions options)
    {
        var file = await upload.ReceiveAsync(context, options.LimitsOf(context.Project().Name));
        return Reply.Json(file.ToResponse(), statusCode: 201);
    }

    private static IResult List(HttpContext context, IFileStore files, Cursors cursors)
    {
        var page = PageQuery.Read(context.Request.Query);
        var project = context.Project().Id;
        var before = page.Cursor is null ? long.MaxValue : cursors.Read(ListName, project, page.Cursor).Major;
        var rows = files.List(project, before, page.Limit + 1);
        var more = rows.Count > page.Limit;
        return Reply.Json(new FilesResponse(
            [.. rows.Take(page.Limit).Select(file => file.ToResponse())],
            more ? cursors.Issue(ListName, project, rows[page.Limit - 1].Seq) : null));
    }

    private static IResult Count(HttpContext context, IFileStore files) => Reply.Json(files.Count(context.Project().Id).ToResponse());

    private static IResult Get(string id, HttpContext context, IFileStore files)
    {
        var file = ResourceId.Parse(id) is { } known ? files.Find(context.Project().Id, known) : null;
        return Reply.Json((file ?? throw ApiException.FileNotFound()).ToResponse());
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext context, IFileStore files)
        => ResourceId.Parse(id) is { } known && await files.DeleteAsync(context.Project().Id, known, context.RequestAborted)
            ? Results.NoContent()
            : throw ApiException.FileNotFound();
}
