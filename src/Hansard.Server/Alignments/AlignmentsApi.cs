using System.Text.Json;
using Hansard.Engine.Transcripts;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.Jobs;
using Hansard.Server.Models;
using Hansard.Server.OpenApi;
using Hansard.Server.Storage;
using Hansard.Server.Transcriptions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.Alignments;

/// <summary>The calls under /v1/alignments: an extension.</summary>
/// <remarks>
/// An alignment is a transcription whose text is given, so that it waits, runs, is cancelled, exported, deleted and told of as others are.
/// </remarks>
internal static class AlignmentsApi
{
    /// <summary>Adds the routes.</summary>
    public static void MapAlignments(this IEndpointRouteBuilder routes)
    {
        var alignments = routes.MapGroup("/v1/alignments").WithTags("Alignments");
        alignments.MapPost("/", CreateAsync)
            .Created<AlignmentResponse>("Have every word of a text found in its recording (an extension)")
            .Accepts<AlignmentBody>("application/json");
        alignments.MapGet("/{id}", Get)
            .Ok<AlignmentResponse>("Get an alignment: its words with their times, and where text and sound part (an extension)")
            .Errors(404);
    }

    private static async Task<IResult> CreateAsync(
        HttpContext context, ITranscriptionStore transcriptions, DiskSpace disk, JobSignal signal, ServedModels models,
        HansardServerOptions options)
    {
        disk.Check();
        using var body = await JsonBody.ReadAsync(context.Request);
        var wanted = AlignmentBodyReader.Read(body.RootElement, models, ClientSource.Of(context.Request));
        var project = context.Project();
        var row = await transcriptions.AddAsync(project.Id, options.LimitsOf(project.Name), wanted)
            ?? throw ApiException.Invalid(
                "invalid_value", "body.payload.file_id", $"There is no file with the id {wanted.FileId}: upload it first.");
        signal.Set();
        AccessedResource.Note(context, row.Id);
        return Reply.Json(Response(row, transcriptions), statusCode: 201);
    }

    private static IResult Get(string id, HttpContext context, ITranscriptionStore transcriptions)
    {
        var row = transcriptions.Requested(id, context);
        return row.Request().AlignedText is null ? throw ApiException.TranscriptionNotFound() : Reply.Json(Response(row, transcriptions));
    }

    private static AlignmentResponse Response(TranscriptionRow row, ITranscriptionStore transcriptions)
    {
        var stored = row.Status == JobStatus.Completed ? transcriptions.Transcript(row.Id) : null;
        var tokens = stored is null ? null : JsonSerializer.Deserialize<TranscriptToken[]>(stored.Tokens, JsonSettings.Stored)!;
        return new AlignmentResponse
        {
            Id = row.Id,
            Status = row.Status,
            CreatedAt = Timestamp.ToIso(row.CreatedAt),
            AudioDurationMs = row.AudioDurationMs,
            ErrorType = row.ErrorType,
            ErrorMessage = row.ErrorMessage,
            Words = tokens is null
                ? null
                : [.. TextJobs.Words(tokens).Select(word => new AlignedWordEntry
                {
                    Text = word.Text,
                    StartMs = word.StartMs,
                    EndMs = word.EndMs,
                    Confidence = word.Confidence,
                    Said = word.IsSaid,
                })],
            SpeechWithoutText = tokens is null
                ? null
                : [.. TranscriptAlternatives.Read(transcriptions.Alternatives(row.Id)).Select(heard => new SpeechWithoutTextEntry
                {
                    StartMs = heard.StartMs,
                    EndMs = heard.EndMs,
                    Text = heard.Alternatives[0],
                })],
        };
    }
}
