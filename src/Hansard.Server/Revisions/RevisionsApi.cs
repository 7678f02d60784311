using System.Text.Json;
using Hansard.Engine.Transcripts.Corrections;
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

/// <summary>The calls under /v1/transcriptions/{id}/revisions: an extension.</summary>
internal static class RevisionsApi
{
    /// <summary>Adds the routes.</summary>
    public static void MapRevisions(this IEndpointRouteBuilder routes)
    {
        var revisions = routes.MapGroup("/v1/transcriptions/{id}/revisions").WithTags("Transcriptions");
        revisions.MapPost("/", AddAsync)
            .Created<RevisionResponse>("Save a corrected transcript beside the original (an extension)")
            .Accepts<RevisionBody>("application/json")
            .Errors(404, 409);
        revisions.MapGet("/", List)
            .Ok<RevisionsResponse>("List the revisions of a transcript, newest first (an extension)")
            .Paged()
            .Errors(404);
    }

    private static async Task<IResult> AddAsync(
        string id, HttpContext context, ITranscriptionStore transcriptions, IRevisionStore revisions, RevisionAlignment alignment,
        LargeBodies bodies, DiskSpace disk)
    {
        disk.Check();
        var row = transcriptions.Requested(id, context);
        using var room = bodies.Enter(context);
        using var body = await JsonBody.ReadAsync(context.Request);
        var sent = RevisionBodyReader.Read(body.RootElement);
        if (row.Status != JobStatus.Completed)
            throw ApiException.InvalidState($"This transcription is {row.Status}: it can be corrected when its status is completed.");
        if (sent.Base != row.Revision) throw Conflict(row);

        var former = transcriptions.Transcript(row.Id, sent.Base) ?? throw ApiException.TranscriptionNotFound();
        var names = sent.SpeakerNames is null ? former.SpeakerNamesJson : Json(sent.SpeakerNames);
        var text = await CorrectAsync(former, row, sent, alignment, context.RequestAborted);
        if (sent.Confirmed is { Count: > 0 } confirmed)
            text = text with { Tokens = TranscriptJson.Tokens(ConfirmedWords.Apply(text.ToTranscript(row).Tokens, confirmed)) };
        var corrected = text with { SpeakerNamesJson = names };
        var revision = new NewRevision(sent.Base, context.KeyName(), corrected)
        {
            // Tokens are often those of an older revision, to which somebody goes back.
            Replacements = sent.Passages is null ? [] : WordReplacement.Between(former.Text, corrected.Text),
        };
        var saved = await revisions.AddAsync(
            context.Project().Id, row.Id, revision,
            Passages.Of(corrected.ToTranscript(row)), context.RequestAborted)
            ?? throw Conflict(transcriptions.Requested(id, context));
        return Reply.Json(ToResponse(row.Id, saved), statusCode: 201);
    }

    private static async Task<StoredTranscript> CorrectAsync(
        StoredTranscript former, TranscriptionRow row, SentRevision sent, RevisionAlignment alignment, CancellationToken cancellationToken)
    {
        if (sent.Tokens is not null) return StoredTranscript.Of(sent.Tokens);
        if (sent.Passages is null) return former;
        var corrected = TranscriptCorrection.Apply(former.ToTranscript(row), sent.Passages);
        return StoredTranscript.Of(await alignment.AlignAsync(row, corrected, cancellationToken));
    }

    private static IResult List(
        string id, HttpContext context, ITranscriptionStore transcriptions, IRevisionStore revisions, Cursors cursors)
    {
        var row = transcriptions.Requested(id, context);
        var page = PageQuery.Read(context.Request.Query);
        var (list, project) = ($"revisions/{row.Id}", context.Project().Id);
        var before = page.Cursor is null ? long.MaxValue : cursors.Read(list, project, page.Cursor).Major;
        var rows = revisions.List(row.Id, before, page.Limit + 1);
        return Reply.Json(new RevisionsResponse(
            [.. rows.Take(page.Limit).Select(revision => ToResponse(row.Id, revision))],
            rows.Count > page.Limit ? cursors.Issue(list, project, rows[page.Limit - 1].Number) : null));
    }

    private static string? Json(IReadOnlyDictionary<string, string> names)
        => names.Count == 0 ? null : JsonSerializer.Serialize(names, JsonSettings.Stored);

    /// <summary>A revision as the API shows it.</summary>
    public static RevisionResponse ToResponse(string id, RevisionRow revision) => new()
    {
        Id = id,
        Revision = revision.Number,
        Base = revision.Base,
        CreatedAt = Timestamp.ToIso(revision.CreatedAt),
        Author = revision.Author,
        SpeakerNames = StoredTranscript.NamesOf(revision.SpeakerNamesJson),
    };

    /// <summary>Somebody has saved another revision since.</summary>
    public static ApiException Conflict(TranscriptionRow row) => ApiException.InvalidState(
        $"The newest revision of this transcription is {row.Revision}, which the correction is not based on: get it "
        + "(/transcript?revision=latest), and correct that.");
}
