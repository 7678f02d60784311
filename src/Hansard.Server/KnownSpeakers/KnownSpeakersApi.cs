using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.OpenApi;
using Hansard.Server.Storage;
using Hansard.Server.Voices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.KnownSpeakers;

/// <summary>The calls under /v1/known-speakers: an extension.</summary>
internal static class KnownSpeakersApi
{
    private const string ListName = "known-speakers";

    /// <summary>Adds the routes.</summary>
    public static void MapKnownSpeakers(this IEndpointRouteBuilder routes)
    {
        var people = routes.MapGroup($"/v1/{ListName}").WithTags("Known speakers");
        people.MapPost("/", AddAsync)
            .Created<KnownSpeakerResponse>("Add a person who is to be known again, or a further sample of one (an extension)")
            .Accepts<KnownSpeakerBody>("application/json")
            .Errors(409);
        people.MapGet("/", List).Ok<KnownSpeakersResponse>("List the people who are known again, newest first (an extension)").Paged();
        people.MapGet("/{id}", Get).Ok<KnownSpeakerResponse>("Get a person who is known again (an extension)").Errors(404);
        people.MapDelete("/{id}", DeleteAsync)
            .Deleted("Delete a person and all samples of the voice; transcriptions keep the name (an extension)")
            .Errors(404);
    }

    private static async Task<IResult> AddAsync(HttpContext context, SpeakerEnrolment enrolment, VoiceEncryption encryption, DiskSpace disk)
    {
        disk.Check();
        using var body = await JsonBody.ReadAsync(context.Request);
        var wanted = KnownSpeakerBodyReader.Read(body.RootElement);
        var project = context.Project();
        var row = await enrolment.AddAsync(project, wanted, context.RequestAborted);
        AccessedResource.Note(context, row.Id);
        return Reply.Json(ToResponse(row, project.Id, encryption), statusCode: 201);
    }

    private static IResult List(HttpContext context, IKnownSpeakerStore people, VoiceEncryption encryption, Cursors cursors)
    {
        var page = PageQuery.Read(context.Request.Query);
        var project = context.Project().Id;
        var before = page.Cursor is null ? long.MaxValue : cursors.Read(ListName, project, page.Cursor).Major;
        var rows = people.List(project, before, page.Limit + 1);
        return Reply.Json(new KnownSpeakersResponse(
            [.. rows.Take(page.Limit).Select(row => ToResponse(row, project, encryption))],
            rows.Count > page.Limit ? cursors.Issue(ListName, project, rows[page.Limit - 1].Seq) : null));
    }

    private static IResult Get(string id, HttpContext context, IKnownSpeakerStore people, VoiceEncryption encryption)
    {
        var project = context.Project().Id;
        var row = (ResourceId.Parse(id) is { } known ? people.Find(project, known) : null) ?? throw ApiException.KnownSpeakerNotFound();
        return Reply.Json(ToResponse(row, project, encryption));
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext context, IKnownSpeakerStore people)
        => ResourceId.Parse(id) is { } known && await people.DeleteAsync(context.Project().Id, known, context.RequestAborted)
            ? Results.NoContent()
            : throw ApiException.KnownSpeakerNotFound();

    private static KnownSpeakerResponse ToResponse(KnownSpeakerRow row, string project, VoiceEncryption encryption)
        => row.ToResponse(voice => encryption.Decrypt(project, voice) is not null);
}
