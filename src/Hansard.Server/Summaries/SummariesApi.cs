using System.Text.Json;
using Hansard.Engine.Transcripts;
using Hansard.Server.Configuration;
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

namespace Hansard.Server.Summaries;

/// <summary>The calls under /v1/transcriptions/{id}/summaries: an extension.</summary>
internal static class SummariesApi
{
    private const string SpokenLanguage = "the language of the transcript";

    private const int RetryAfterSeconds = 60;

    /// <summary>Adds the routes.</summary>
    public static void MapSummaries(this IEndpointRouteBuilder routes)
    {
        var summaries = routes.MapGroup("/v1/transcriptions/{id}/summaries").WithTags("Summaries");
        summaries.MapGet("/", List).Ok<SummariesResponse>("List the summaries of a transcript (an extension)").Errors(404);
        summaries.MapPost("/", AskAsync)
            .Accepted<SummaryResponse>("Have a transcript summarised, which sends it to the configured endpoint (an extension)")
            .Accepts<SummaryBody>("application/json")
            .Errors(404, 409);
        summaries.MapDelete("/{summary}", DeleteAsync).Deleted("Delete a summary, or stop writing it (an extension)").Errors(404);
    }

    private static IResult List(
        string id, HttpContext context, ITranscriptionStore transcriptions, ISummaryStore summaries, SummaryOptions options)
        => Reply.Json(new SummariesResponse(
            options.BaseAddress?.GetLeftPart(UriPartial.Authority),
            options.Model,
            [.. summaries.Of(transcriptions.Requested(id, context).Id).Select(Entry)]));

    private static async Task<IResult> AskAsync(
        string id, HttpContext context, ITranscriptionStore transcriptions, ISummaryStore summaries, SummaryService service,
        SummaryOptions options, DiskSpace disk, TimeProvider clock)
    {
        disk.Check();
        var row = transcriptions.Requested(id, context);
        using var json = await JsonBody.ReadAsync(context.Request);
        var (kind, language) = Read(json.RootElement);
        if (!service.IsConfigured)
        {
            throw ApiException.Invalid(
                "This server has no model to write summaries: its operator can set Summaries:BaseAddress to an endpoint like OpenAI's.");
        }
        if (row.Status != JobStatus.Completed)
            throw ApiException.InvalidState($"This transcription is {row.Status}: it can be summarised when its status is completed.");
        if (summaries.Of(row.Id).Any(other => other.Kind == kind && other.Status is JobStatus.Queued or JobStatus.Processing))
            throw ApiException.InvalidState($"The {kind} of this transcript is being written: wait for it, or delete it.");
        var transcript = (transcriptions.Transcript(row.Id, row.Revision) ?? throw ApiException.TranscriptionNotFound()).ToTranscript(row);
        var passages = Passages.Of(transcript);
        if (passages.Count == 0) throw ApiException.InvalidState("Nothing is said in this recording that could be summarised.");

        var summary = new SummaryRow
        {
            Id = Guid.CreateVersion7().ToString(),
            TranscriptionId = row.Id,
            Kind = kind,
            Status = JobStatus.Queued,
            Revision = row.Revision,
            Model = options.Model ?? "",
            Author = context.KeyName(),
            CreatedAt = clock.Milliseconds(),
        };
        if (!await summaries.AddAsync(summary, context.RequestAborted)) throw ApiException.TranscriptionNotFound();
        if (!service.Enqueue(new WantedSummary(context.Project().Id, summary.Id, kind, language, passages, Names(transcript))))
        {
            await summaries.DeleteAsync(row.Id, summary.Id, CancellationToken.None);
            throw ApiException.Unavailable("Too many summaries are waiting to be written: try again later.", RetryAfterSeconds);
        }
        return Reply.Json(Entry(summary), statusCode: 202);
    }

    private static async Task<IResult> DeleteAsync(
        string id, string summary, HttpContext context, ITranscriptionStore transcriptions, ISummaryStore summaries,
        SummaryService service)
    {
        var row = transcriptions.Requested(id, context);
        if (ResourceId.Parse(summary) is not { } known || !await summaries.DeleteAsync(row.Id, known, context.RequestAborted))
            throw ApiException.NotFound("There is no summary with this id: it may have been deleted, or replaced by a newer one.");
        service.Cancel(known);
        return Results.NoContent();
    }

    private static (string Kind, string Language) Read(JsonElement json)
    {
        var errors = new ValidationErrors();
        var body = new FieldReader(json, JsonBody.Root, errors);
        var kind = body.RequiredText("kind");
        if (kind is not null && !SummaryKind.All.Contains(kind))
            body.Fault("invalid_value", "kind", $"'kind' must be one of {string.Join(", ", SummaryKind.All)}.");
        var language = body.Text("language", SummaryBody.MaximumLanguage);
        if (language?.All(character => char.IsLetter(character) || character is ' ' or '-' or '(' or ')') is false)
            body.Fault("invalid_value", "language", "'language' must be the name or code of a language, such as English or en.");
        return errors.Count == 0 ? (kind!, language is { Length: > 0 } ? language : SpokenLanguage) : throw ApiException.Invalid(errors);
    }

    private static Dictionary<string, string> Names(Transcript transcript)
        => transcript.Speakers.Where(speaker => speaker.Name is not null)
            .ToDictionary(speaker => speaker.Speaker, speaker => speaker.Name!);

    private static SummaryResponse Entry(SummaryRow row) => new()
    {
        Id = row.Id,
        Kind = row.Kind,
        Status = row.Status,
        Revision = row.Revision,
        Model = row.Model,
        Author = row.Author,
        CreatedAt = Timestamp.ToIso(row.CreatedAt),
        Statements = row.StatementsJson is { } json ? JsonSerializer.Deserialize<StatementEntry[]>(json, JsonSettings.Stored) : null,
        Unfounded = row.Unfounded,
        Error = row.Error,
    };
}
