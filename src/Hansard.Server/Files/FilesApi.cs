using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.OpenApi;
using Hansard.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.Files;

/// <summary>The calls under /v1/files.</summary>
internal static class FilesApi
{
    private const string ListName = "files";

    private static readonly OpenedBySignature Content = new(ListName);

    /// <summary>Adds the routes.</summary>
    public static void MapFiles(this IEndpointRouteBuilder routes)
    {
        var files = routes.MapGroup("/v1/files").WithTags("Files");
        files.MapPost("/", UploadAsync).Created<FileResponse>("Upload a file").UploadsFile(
            new FormField("client_reference_id", "Your own name for it.", TranscriptionBody.MaximumShort));
        files.MapGet("/", List).Ok<FilesResponse>("List files, newest first").Paged();
        files.MapGet("/count", Count).Ok<CountResponse>("Count files");
        files.MapGet("/{id}", Get).Ok<FileResponse>("Get a file").Errors(404);
        files.MapGet("/{id}/url", Url)
            .Ok<FileUrlResponse>("Get an address that serves a file's bytes for an hour, without a key")
            .Errors(404);
        files.MapMethods("/{id}/content", ["GET", "HEAD"], ContentAsync).WithMetadata(Content)
            .Bytes("Download a file, or a range of it, with a key or by the address of /url")
            .Query(new QueryParameter(
                SignedUrls.Parameter, "string", false, "Part of the address of /url: no key is needed then."))
            .Errors(404, 416);
        files.MapDelete("/{id}", DeleteAsync).Deleted("Delete a file; jobs already made from it still complete").Errors(404);
    }

    private static async Task<IResult> UploadAsync(HttpContext context, FileUpload upload, HansardServerOptions options)
    {
        var file = await upload.ReceiveAsync(context, options.LimitsOf(context.Project().Name));
        AccessedResource.Note(context, file.Id);
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

    private static IResult Get(string id, HttpContext context, IFileStore files) => Reply.Json(Find(id, context, files).ToResponse());

    private static IResult Url(string id, HttpContext context, IFileStore files, SignedUrls addresses, HansardServerOptions options)
    {
        var file = Find(id, context, files);
        var signature = addresses.Sign(Content.ResourceOf(file.Id), context.Project());
        return Reply.Json(new FileUrlResponse(
            $"{PublicAddress.Of(context.Request, options)}/v1/files/{file.Id}/content?{SignedUrls.Parameter}={signature}"));
    }

    private static Task ContentAsync(string id, HttpContext context, IFileStore files, IObjectStore objects)
        => FileContent.SendAsync(context, Find(id, context, files), objects);

    private static async Task<IResult> DeleteAsync(string id, HttpContext context, IFileStore files)
        => ResourceId.Parse(id) is { } known && await files.DeleteAsync(context.Project().Id, known, context.RequestAborted)
            ? Results.NoContent()
            : throw ApiException.FileNotFound();

    private static FileRow Find(string id, HttpContext context, IFileStore files)
        => (ResourceId.Parse(id) is { } known ? files.Find(context.Project().Id, known) : null) ?? throw ApiException.FileNotFound();
}
