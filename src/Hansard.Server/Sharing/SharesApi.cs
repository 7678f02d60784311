using System.Text.Encodings.Web;
using System.Text.Json;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Files;
using Hansard.Server.Http;
using Hansard.Server.OpenApi;
using Hansard.Server.Projects;
using Hansard.Server.Storage;
using Hansard.Server.Transcriptions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.Sharing;

/// <summary>The calls by which links to transcripts are made, withdrawn and followed.</summary>
internal static class SharesApi
{
    /// <summary>The header that carries the secret of a link: addresses are logged, by proxies too.</summary>
    public const string SecretHeader = "X-Hansard-Share";

    private const int DefaultDays = 7;

    private static readonly JsonWriterOptions WriterOptions =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Adds the routes.</summary>
    public static void MapShares(this IEndpointRouteBuilder routes)
    {
        var shares = routes.MapGroup("/v1").WithTags("Links");
        shares.MapPost("/transcriptions/{id}/shares", CreateAsync)
            .Created<ShareResponse>("Make a link that shows a transcript to somebody without a key")
            .Accepts<ShareBody>("application/json")
            .Errors(404, 409);
        shares.MapGet("/transcriptions/{id}/shares", List).Ok<SharesResponse>("List the links to a transcript").Errors(404);
        shares.MapDelete("/shares/{id}", WithdrawAsync).Deleted("Withdraw a link, at once").Errors(404);
        shares.MapGet("/shared", ShowAsync).WithMetadata(new OpenToAll())
            .Ok<SharedResponse>($"Read the transcript of a link, whose secret is sent in the header {SecretHeader}; no key is needed")
            .Errors(404);
    }

    private static async Task<IResult> CreateAsync(
        string id, HttpContext context, IShareStore shares, HansardServerOptions options, TimeProvider clock)
    {
        var known = ResourceId.Parse(id) ?? throw ApiException.TranscriptionNotFound();
        using var json = await JsonBody.ReadAsync(context.Request);
        var errors = new ValidationErrors();
        var body = new FieldReader(json.RootElement, JsonBody.Root, errors);
        var (days, audio) = (body.Integer("days", 1, ShareBody.MaximumDays) ?? DefaultDays, body.Flag("audio"));
        if (errors.Count > 0) throw ApiException.Invalid(errors);
        var now = clock.Milliseconds();
        var share = new Share
        {
            Id = Guid.CreateVersion7().ToString(),
            TranscriptionId = known,
            Audio = audio,
            CreatedAt = now,
            ExpiresAt = now + (long)TimeSpan.FromDays(days).TotalMilliseconds,
        };
        var secret = ShareSecret.Generate();
        switch (await shares.AddAsync(context.Project().Id, share, ShareSecret.Digest(secret), context.RequestAborted))
        {
            case ShareOutcome.Added:
                // After the "#": browsers send that part of an address to nobody.
                var url = $"{PublicAddress.Of(context.Request, options)}/app/shared#{secret}";
                return Reply.Json(Entry(share) with { Url = url }, statusCode: 201);
            case ShareOutcome.NotCompleted:
                throw ApiException.InvalidState("Only a completed transcription can be shown: wait until its status is completed.");
            case ShareOutcome.Full:
                throw ApiException.InvalidState(
                    $"This transcription has {IShareStore.MostOfOne} links, which is the most: withdraw one.");
            default:
                throw ApiException.TranscriptionNotFound();
        }
    }

    private static IResult List(string id, HttpContext context, IShareStore shares, ITranscriptionStore transcriptions)
    {
        var project = context.Project().Id;
        if (ResourceId.Parse(id) is not { } known || transcriptions.Find(project, known) is null)
            throw ApiException.TranscriptionNotFound();
        return Reply.Json(new SharesResponse([.. shares.Of(project, known).Select(Entry)]));
    }

    private static async Task<IResult> WithdrawAsync(string id, HttpContext context, IShareStore shares)
        => ResourceId.Parse(id) is { } known && await shares.WithdrawAsync(context.Project().Id, known, context.RequestAborted)
            ? Results.NoContent()
            : throw ApiException.NotFound("There is no link with this id: it may have expired, or been withdrawn.");

    private static async Task ShowAsync(
        HttpContext context, IShareStore shares, ITranscriptionStore transcriptions, IFileStore files, SignedUrls addresses,
        IProjectStore projects,
        RequestRate rate, HansardServerOptions options)
    {
        var secret = context.Request.Headers[SecretHeader].ToString();
        var shared = secret.Length is > 0 and <= 128 ? shares.Find(ShareSecret.Digest(secret)) : null;
        var row = shared is null ? null : transcriptions.Find(shared.ProjectId, shared.TranscriptionId);
        if (shared is null || row is null || transcriptions.Transcript(row.Id) is not { } transcript)
            throw ApiException.NotFound("This link shows nothing: it has expired, or was withdrawn. Ask whoever sent it for a new one.");
        if (projects.OfId(shared.ProjectId) is { } project) rate.Count(project);
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter, WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("filename", row.Filename);
        writer.WriteString("created_at", Timestamp.ToIso(row.CreatedAt));
        writer.WriteString("expires_at", Timestamp.ToIso(shared.ExpiresAt));
        writer.WriteNumber("audio_duration_ms", row.AudioDurationMs ?? 0);
        writer.WritePropertyName("speakers");
        JsonSerializer.Serialize(writer, row.Speakers(), JsonSettings.Stored);
        writer.WriteString("audio_url", shared.Audio ? Address(row, shared, context, files, addresses, projects, options) : null);
        writer.WriteString("text", transcript.Text);
        writer.WritePropertyName("tokens");
        writer.WriteRawValue(transcript.Tokens, skipInputValidation: true);
        writer.WriteEndObject();
        await writer.FlushAsync(context.RequestAborted);
    }

    // Good for an hour, so that whoever has heard a recording cannot come back to it when the link is withdrawn.
    private static string? Address(
        TranscriptionRow row, SharedTranscription shared, HttpContext context, IFileStore files, SignedUrls addresses,
        IProjectStore projects, HansardServerOptions options)
        => row.FileId is { } id && files.Find(shared.ProjectId, id) is { } file && projects.OfId(shared.ProjectId) is { } project
            ? FilesApi.ContentAddress(file, project, context.Request, addresses, options)
            : null;

    private static ShareResponse Entry(Share share) => new()
    {
        Id = share.Id,
        Audio = share.Audio,
        CreatedAt = Timestamp.ToIso(share.CreatedAt),
        ExpiresAt = Timestamp.ToIso(share.ExpiresAt),
    };
}
