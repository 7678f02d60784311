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
    private const string AnyType = "*/*";

    /// <summary>Adds the route.</summary>
    public static void MapRevisionImport(this IEndpointRouteBuilder routes) => routes
        .MapPost("/v1/transcriptions/{id}/revisions/import", ImportAsync).WithTags("Transcriptions")
        .Created<RevisionResponse>(
            "Bring in a text that was made elsewhere, as a revision (an extension): the body is the file, of whatever content type, or a "
            + "form with it as its one file")
        .Query(
            new QueryParameter(
                "format", "string", false, "srt, vtt, txt or json (a transcript of Hansard); found out from the text when absent."),
            new QueryParameter("base", "integer", true, "The revision that it takes the place of, 0 for the original."))
        .Accepts<byte[]>(AnyType)
        .Errors(404, 409);

    private static async Task<IResult> ImportAsync(
        string id, HttpContext context, ITranscriptionStore transcriptions, IRevisionStore revisions, RevisionAlignment alignment,
        LargeBodies bodies, DiskSpace disk)
    {
        disk.Check();
        var row = transcriptions.Requested(id, context);
        using var room = bodies.Enter(context);
        var file = await ImportedFile.ReadAsync(context.Request);
        if (row.Status != JobStatus.Completed)
            throw ApiException.InvalidState($"This transcription is {row.Status}: a text can be brought in when its status is completed.");
        if (file.Base != row.Revision) throw RevisionsApi.Conflict(row);
        var former = transcriptions.Transcript(row.Id, file.Base) ?? throw ApiException.TranscriptionNotFound();
        var imported = await RevisionImport.ReadAsync(file, former, row, alignment, context.RequestAborted);
        var saved = await revisions.AddAsync(
            context.Project().Id, row.Id, new NewRevision(file.Base, context.KeyName(), imported.Transcript),
            Passages.Of(imported.Transcript.ToTranscript(row)), context.RequestAborted)
            ?? throw RevisionsApi.Conflict(transcriptions.Requested(id, context));
        var warnings = imported.Warning is { } warning ? new[] { warning } : null;
        return Reply.Json(RevisionsApi.ToResponse(row.Id, saved) with { Warnings = warnings }, statusCode: 201);
    }
}
