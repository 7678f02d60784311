using System.Globalization;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.Jobs;
using Hansard.Server.OpenApi;
using Hansard.Server.Search;
using Hansard.Server.Storage;
using Hansard.Server.Transcriptions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.Revisions;

/// <summary>The call that brings a text in beside a recording, as a revision of its transcript: an extension.</summary>
internal static class RevisionImportApi
{
    // Not "any type will do": a page of another origin can send text/plain without the browser asking first.
    private const string ContentType = "application/octet-stream";

    /// <summary>Adds the route.</summary>
    public static void MapRevisionImport(this IEndpointRouteBuilder routes) => routes
        .MapPost("/v1/transcriptions/{id}/revisions/import", ImportAsync).WithTags("Transcriptions")
        .Created<RevisionResponse>("Bring in a text that was made elsewhere, as a revision (an extension)")
        .Query(
            new QueryParameter("format", "string", true, "srt, vtt, txt or json (a transcript of Hansard)."),
            new QueryParameter("base", "integer", true, "The revision that it takes the place of, 0 for the original."))
        .Accepts<byte[]>(ContentType)
        .Errors(404, 409);

    private static async Task<IResult> ImportAsync(
        string id, HttpContext context, ITranscriptionStore transcriptions, IRevisionStore revisions, RevisionAlignment alignment,
        LargeBodies bodies, DiskSpace disk)
    {
        disk.Check();
        var (format, number) = ReadQuery(context.Request);
        var row = RevisionsApi.Find(id, context, transcriptions);
        using var room = bodies.Enter(context);
        var file = await ReadAsync(context.Request);
        if (row.Status != JobStatus.Completed)
            throw ApiException.InvalidState($"This transcription is {row.Status}: a text can be brought in when its status is completed.");
        if (number != row.Revision) throw RevisionsApi.Conflict(row);
        var former = transcriptions.Transcript(row.Id, number) ?? throw ApiException.TranscriptionNotFound();
        var imported = await RevisionImport.ReadAsync(file, format, former, row, alignment, context.RequestAborted);
        var saved = await revisions.AddAsync(
            context.Project().Id, row.Id, new NewRevision(number, context.KeyName(), imported),
            Passages.Of(imported.ToTranscript(row)), context.RequestAborted)
            ?? throw RevisionsApi.Conflict(RevisionsApi.Find(id, context, transcriptions));
        return Reply.Json(RevisionsApi.ToResponse(row.Id, saved), statusCode: 201);
    }

    private static (string Format, int Base) ReadQuery(HttpRequest request)
    {
        var errors = new ValidationErrors();
        var format = request.Query["format"].ToString();
        if (format != RevisionImport.Json && !RevisionImport.Texts.ContainsKey(format))
            errors.Add(new("invalid_value", "query.format", $"'format' must be srt, vtt, txt or json, not '{format}'."));
        var text = request.Query["base"].ToString();
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            errors.Add(new("invalid_value", "query.base", "'base' must be a revision: that which the text takes the place of, or 0."));
        return errors.Count == 0 ? (format, number) : throw ApiException.Invalid(errors);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request)
    {
        if (request.ContentType != ContentType)
            throw ApiException.Invalid($"The content type must be {ContentType}, not '{request.ContentType}'.");
        if (request.ContentLength > LargeBodies.MaximumBody)
            throw ApiException.Invalid($"A text may have {LargeBodies.MaximumBody >> 20} MiB at most: divide it.");
        using var file = new MemoryStream();
        await request.Body.CopyToAsync(file, request.HttpContext.RequestAborted);
        return file.GetBuffer().AsMemory(0, (int)file.Length);
    }
}
