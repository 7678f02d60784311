using System.Text.Encodings.Web;
using System.Text.Json;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Exports;
using Hansard.Server.Http;
using Hansard.Server.Jobs;
using Hansard.Server.Jobs.Dispatch;
using Hansard.Server.Models;
using Hansard.Server.Observability;
using Hansard.Server.OpenApi;
using Hansard.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.Transcriptions;

/// <summary>The calls under /v1/transcriptions.</summary>
internal static class TranscriptionsApi
{
    private const string ListName = "transcriptions";

    private static readonly JsonWriterOptions WriterOptions =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Adds the routes.</summary>
    public static void MapTranscriptions(this IEndpointRouteBuilder routes)
    {
        var transcriptions = routes.MapGroup("/v1/transcriptions").WithTags("Transcriptions");
        transcriptions.MapPost("/", CreateAsync)
            .Created<TranscriptionResponse>("Create a transcription")
            .Accepts<TranscriptionBody>("application/json");
        transcriptions.MapGet("/", ListAsync).Ok<TranscriptionsResponse>("List transcriptions, newest first").Paged();
        transcriptions.MapGet("/count", Count).Ok<CountResponse>("Count transcriptions");
        transcriptions.MapGet("/{id}", Get).Ok<TranscriptionResponse>("Get a transcription").Errors(404);
        transcriptions.MapGet("/{id}/transcript", GetTranscript)
            .Ok<TranscriptResponse>("Get the transcript of a completed transcription, or download it in another format")
            .Query(
                [
                    new QueryParameter(
                        "partial", "boolean", false, "Also of one that has not ended: the text so far, without speakers and translation."),
                    RevisionQuery.Parameter,
                    .. ExportRequest.Parameters,
                ])
            .Errors(404, 409);
        transcriptions.MapPatch("/{id}", LabelAsync)
            .Ok<TranscriptionResponse>("Change the tags and notes of a transcription")
            .Accepts<TranscriptionLabelsBody>("application/json")
            .Errors(404, 409);
        transcriptions.MapPost("/{id}/cancel", CancelAsync)
            .Accepted<TranscriptionResponse>("Cancel a transcription that has not ended: it ends as error, with the error_type cancelled")
            .Errors(404, 409);
        transcriptions.MapPost("/{id}/retry", RetryAsync)
            .Created<TranscriptionResponse>("Create a transcription like one that ended in an error, but for its webhook")
            .Errors(404, 409);
        transcriptions.MapDelete("/{id}", DeleteAsync)
            .Deleted("Delete a transcription that is not being processed, and its transcript")
            .Errors(404, 409);
    }

    private static async Task<IResult> CreateAsync(
        HttpContext context, ITranscriptionStore transcriptions, DiskSpace disk, IDispatcher queue, JobSignal signal,
        ServedModels models, HansardServerOptions options)
    {
        disk.Check();
        using var body = await JsonBody.ReadAsync(context.Request);
        var wanted = TranscriptionBodyReader.Read(body.RootElement, models, ClientSource.Of(context.Request));
        var project = context.Project();
        var row = await transcriptions.AddAsync(project.Id, options.LimitsOf(project.Name), wanted)
            ?? throw ApiException.Invalid(
                "invalid_value", "body.payload.file_id", $"There is no file with the id {wanted.FileId}: upload it first.");
        signal.Set();
        AccessedResource.Note(context, row.Id);
        return Reply.Json(row.ToResponse(queue), statusCode: 201);
    }

    // Written as it is read: a page of a thousand large contexts would not fit in memory a few times.
    private static async Task ListAsync(HttpContext context, ITranscriptionStore transcriptions, IDispatcher queue, Cursors cursors)
    {
        var page = PageQuery.Read(context.Request.Query);
        var project = context.Project().Id;
        var before = page.Cursor is null ? long.MaxValue : cursors.Read(ListName, project, page.Cursor).Major;
        var rows = transcriptions.List(project, before, page.Limit + 1);

        context.Response.ContentType = "application/json; charset=utf-8";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter, WriterOptions);
        writer.WriteStartObject();
        writer.WriteStartArray("transcriptions");
        var left = page.Limit;
        while (rows.Count > 0 && left > 0)
        {
            foreach (var row in rows.Take(left))
            {
                JsonSerializer.Serialize(writer, row.ToResponse(queue), JsonSettings.Stored);
                (before, left) = (row.Seq, left - 1);
            }

            // The writer fills the pipe; only this waits until the client has taken what is in it.
            await writer.FlushAsync(context.RequestAborted);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            rows = transcriptions.List(project, before, left + 1);
        }

        writer.WriteEndArray();
        writer.WriteString("next_page_cursor", rows.Count > 0 ? cursors.Issue(ListName, project, before) : null);
        writer.WriteEndObject();
        await writer.FlushAsync(context.RequestAborted);
    }

    private static IResult Count(HttpContext context, ITranscriptionStore transcriptions)
        => Reply.Json(transcriptions.Count(context.Project().Id).ToResponse());

    private static IResult Get(string id, HttpContext context, ITranscriptionStore transcriptions, IDispatcher queue)
        => Reply.Json(transcriptions.Requested(id, context).ToResponse(queue));

    private static async Task GetTranscript(string id, HttpContext context, ITranscriptionStore transcriptions)
    {
        var export = ExportRequest.Read(context.Request.Query);
        var rendering = RenderingQuery.Read(context.Request.Query);
        var mayBePartial = QueryFlag.Read(context.Request.Query, "partial");
        var row = transcriptions.Requested(id, context);
        var isPartial = mayBePartial && row.Status is JobStatus.Queued or JobStatus.Processing;
        var revision = RevisionQuery.Read(context.Request.Query, row);
        var transcript = isPartial ? StoredTranscript.Of(transcriptions.Partial(row.Id)) : Completed(row, revision ?? 0, transcriptions);
        if (export is not null)
        {
            export = export with { Options = export.Options with { Rendering = rendering with { IsPartial = isPartial } } };
            await TranscriptExport.SendAsync(export, transcript.ToTranscript(row), row.Filename, context);
            return;
        }

        transcript = transcript.Rendered(rendering with { IsPartial = isPartial });
        context.Response.ContentType = "application/json; charset=utf-8";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter, WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("id", row.Id);
        writer.WriteString("text", transcript.Text);
        if (mayBePartial) writer.WriteBoolean("partial", isPartial);
        if (revision is not null)
        {
            writer.WriteNumber("revision", revision.Value);
            writer.WritePropertyName("speaker_names");
            writer.WriteRawValue(transcript.SpeakerNamesJson ?? "{}", skipInputValidation: true);
        }
        writer.WritePropertyName("tokens");
        writer.WriteRawValue(transcript.Tokens, skipInputValidation: true);
        writer.WriteEndObject();
        await writer.FlushAsync(context.RequestAborted);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static StoredTranscript Completed(TranscriptionRow row, long revision, ITranscriptionStore transcriptions)
    {
        if (row.Status != JobStatus.Completed)
        {
            throw ApiException.InvalidState(row.Status == JobStatus.Error
                ? $"This transcription ended in an error, so it has no transcript: {row.ErrorMessage}"
                : $"This transcription is {row.Status}: its transcript can be read when its status is completed.");
        }

        return transcriptions.Transcript(row.Id, revision) ?? throw ApiException.TranscriptionNotFound();
    }

    private static async Task<IResult> LabelAsync(string id, HttpContext context, ITranscriptionStore transcriptions, IDispatcher queue)
    {
        using var body = await JsonBody.ReadAsync(context.Request);
        var labels = TranscriptionLabels.Read(body.RootElement);
        var known = transcriptions.Requested(id, context).Id;
        return await transcriptions.LabelAsync(context.Project().Id, known, labels, context.RequestAborted) switch
        {
            LabelOutcome.Changed => Reply.Json(transcriptions.Requested(id, context).ToResponse(queue)),
            LabelOutcome.ChangedMeanwhile => throw ApiException.InvalidState(
                "Somebody has changed this transcription meanwhile: get it again, and send the change with its new version."),
            _ => throw ApiException.TranscriptionNotFound(),
        };
    }

    private static async Task<IResult> RetryAsync(
        string id, HttpContext context, ITranscriptionStore transcriptions, DiskSpace disk, IDispatcher queue, JobSignal signal,
        ServedModels models, HansardServerOptions options)
    {
        disk.Check();
        var former = transcriptions.Requested(id, context);
        if (former.Status != JobStatus.Error)
        {
            throw ApiException.InvalidState(
                $"Only a transcription that ended in an error can be tried again: the status of this one is {former.Status}.");
        }

        if (models.Find(former.Model) is null)
            throw ApiException.InvalidState($"This server has no model {former.Model} any more: create a transcription with another.");
        var project = context.Project();
        var row = await transcriptions.AddAsync(
            project.Id, options.LimitsOf(project.Name), former.Again(ClientSource.Of(context.Request)))
            ?? throw ApiException.InvalidState("The file of this transcription has been deleted: upload it again, and create another one.");
        signal.Set();
        AccessedResource.Note(context, row.Id);
        return Reply.Json(row.ToResponse(queue), statusCode: 201);
    }

    private static async Task<IResult> DeleteAsync(
        string id, HttpContext context, ITranscriptionStore transcriptions, IDispatcher queue, WithdrawalSignal withdrawal)
    {
        var known = transcriptions.Requested(id, context).Id;
        switch (await transcriptions.DeleteAsync(context.Project().Id, known, context.RequestAborted))
        {
            case DeleteOutcome.Deleted:
                // Its recording may be under way.
                withdrawal.Set();
                queue.Ended(known);
                return Results.NoContent();
            case DeleteOutcome.Processing:
                throw ApiException.InvalidState("This transcription is being processed: it can be deleted when it has ended.");
            default:
                throw ApiException.TranscriptionNotFound();
        }
    }

    private static async Task<IResult> CancelAsync(
        string id, HttpContext context, JobQueue queue, ITranscriptionStore transcriptions, ServerMetrics metrics)
    {
        var known = transcriptions.Requested(id, context).Id;
        var cancelled = await queue.CancelAsync(context.Project().Id, known, context.RequestAborted)
            ?? throw ApiException.TranscriptionNotFound();
        var row = transcriptions.Requested(id, context);
        if (!cancelled)
            throw ApiException.InvalidState($"This transcription has ended already, its status is {row.Status}: it can be deleted.");
        metrics.Ended(row.Status);
        return Reply.Json(row.ToResponse(), statusCode: 202);
    }
}
