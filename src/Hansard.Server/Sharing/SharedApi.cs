using System.Text.Encodings.Web;
using System.Text.Json;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Exports;
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

/// <summary>The calls by which a link is followed: it shows the newest revision of its transcript, in every form.</summary>
internal static class SharedApi
{
    /// <summary>The header that carries the secret of a link: addresses are logged, by proxies too.</summary>
    public const string SecretHeader = "X-Hansard-Share";

    private static readonly OpenedBySignature Recordings = new("shares");

    private static readonly JsonWriterOptions WriterOptions =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Adds the routes.</summary>
    public static void MapShared(this IEndpointRouteBuilder routes)
    {
        var shared = routes.MapGroup("/v1/shared").WithTags("Links");
        shared.MapGet("/", ShowAsync)
            .WithMetadata(new OpenToAll())
            .Ok<SharedResponse>($"Read the transcript of a link, whose secret is sent in the header {SecretHeader}; no key is needed")
            .Query(ExportRequest.Parameters)
            .Errors(404);
        shared.MapMethods("/{id}/recording", ["GET", "HEAD"], HearAsync)
            .WithMetadata(Recordings)
            .Bytes("Hear the recording of a link, or a range of it, by the audio_url of /v1/shared, until the link ends")
            .Query(new QueryParameter(SignedUrls.Parameter, "string", false, "Part of the audio_url of /v1/shared: no key is needed then."))
            .Errors(404, 416);
    }

    private static async Task ShowAsync(
        HttpContext context, IShareStore shares, ITranscriptionStore transcriptions, IFileStore files, SignedUrls addresses,
        IProjectStore projects, RequestRate rate, HansardServerOptions options)
    {
        var export = ExportRequest.Read(context.Request.Query);
        var rendering = RenderingQuery.Read(context.Request.Query);
        var secret = context.Request.Headers[SecretHeader].ToString();
        var shared = secret.Length is > 0 and <= 128 ? shares.Find(ShareSecret.Digest(secret)) : null;
        var row = shared is null ? null : transcriptions.Find(shared.ProjectId, shared.TranscriptionId);
        if (shared is null || row is null || transcriptions.Transcript(row.Id, row.Revision) is not { } transcript)
            throw Nothing();
        if (projects.OfId(shared.ProjectId) is { } project) rate.Count(project);
        context.Features.Set(new AccessedResource(row.Id) { ProjectId = shared.ProjectId, ShareId = shared.ShareId });
        context.Response.Headers.CacheControl = "no-store";
        if (export is not null)
        {
            await TranscriptExport.SendAsync(export, transcript.ToTranscript(row), row.Filename, context);
            return;
        }

        transcript = transcript.Rendered(rendering);
        context.Response.ContentType = "application/json; charset=utf-8";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter, WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("filename", row.Filename);
        writer.WriteString("created_at", Timestamp.ToIso(row.CreatedAt));
        writer.WriteString("expires_at", Timestamp.ToIso(shared.ExpiresAt));
        writer.WriteNumber("audio_duration_ms", row.AudioDurationMs ?? 0);
        writer.WritePropertyName("speakers");
        JsonSerializer.Serialize(writer, transcript.Speakers(row), JsonSettings.Stored);
        writer.WriteString("audio_url", shared.Audio ? Address(row, shared, context, files, addresses, projects, options) : null);
        writer.WriteString("text", transcript.Text);
        writer.WritePropertyName("tokens");
        writer.WriteRawValue(transcript.Tokens, skipInputValidation: true);
        writer.WriteEndObject();
        await writer.FlushAsync(context.RequestAborted);
    }

    // Of the link and not of the file, so that it ends with the link.
    private static string? Address(
        TranscriptionRow row, SharedTranscription shared, HttpContext context, IFileStore files, SignedUrls addresses,
        IProjectStore projects, HansardServerOptions options)
    {
        if (FileOf(row, files, shared.ProjectId) is null || projects.OfId(shared.ProjectId) is not { } project) return null;
        var signature = addresses.Sign(Recordings.ResourceOf(shared.ShareId), project, shared.ExpiresAt);
        return $"{PublicAddress.Of(context.Request, options)}/v1/shared/{shared.ShareId}/recording?{SignedUrls.Parameter}={signature}";
    }

    private static Task HearAsync(
        string id, HttpContext context, IShareStore shares, ITranscriptionStore transcriptions, IFileStore files, IObjectStore objects)
    {
        var project = context.Project().Id;
        var shared = ResourceId.Parse(id) is { } known ? shares.Find(project, known) : null;
        if (shared is not { Audio: true } || transcriptions.Find(project, shared.TranscriptionId) is not { } row) throw Nothing();
        context.Features.Set(new AccessedResource(row.Id) { ShareId = shared.ShareId });
        return FileContent.SendAsync(context, FileOf(row, files, project) ?? throw ApiException.FileNotFound(), objects);
    }

    private static FileRow? FileOf(TranscriptionRow row, IFileStore files, string project)
        => row.FileId is { } id ? files.Find(project, id) : null;

    private static ApiException Nothing()
        => ApiException.NotFound("This link shows nothing: it has expired, or was withdrawn. Ask whoever sent it for a new one.");
}
