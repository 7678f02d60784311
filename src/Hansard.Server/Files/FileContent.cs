using System.Collections.Frozen;
using Hansard.Server.Contract;
using Hansard.Server.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Hansard.Server.Files;

/// <summary>Sends the bytes of a file, or a range of them, as a download.</summary>
/// <remarks>
/// What was uploaded comes from anybody, and must never be a page or a script of this server's: only types of sound and film are named, the
/// browser is told not to guess, and to save and not to show.
/// </remarks>
internal static class FileContent
{
    private const string Unknown = "application/octet-stream";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        [".aac"] = "audio/aac",
        [".aif"] = "audio/aiff",
        [".aiff"] = "audio/aiff",
        [".amr"] = "audio/amr",
        [".asf"] = "video/x-ms-asf",
        [".flac"] = "audio/flac",
        [".m4a"] = "audio/mp4",
        [".mkv"] = "video/x-matroska",
        [".mov"] = "video/quicktime",
        [".mp3"] = "audio/mpeg",
        [".mp4"] = "video/mp4",
        [".oga"] = "audio/ogg",
        [".ogg"] = "audio/ogg",
        [".opus"] = "audio/ogg",
        [".wav"] = "audio/wav",
        [".webm"] = "video/webm",
        [".wma"] = "audio/x-ms-wma",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Answers with the bytes, as they are read.</summary>
    /// <exception cref="ApiException">They are gone.</exception>
    public static async Task SendAsync(HttpContext context, FileRow file, IObjectStore objects)
    {
        await using var content = await objects.OpenStreamAsync(file.Blob, context.RequestAborted) ?? throw ApiException.FileNotFound();
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers.CacheControl = "private";
        var result = Results.Stream(
            content,
            Types.GetValueOrDefault(Path.GetExtension(file.Filename), Unknown),
            file.Filename,
            DateTimeOffset.FromUnixTimeMilliseconds(file.CreatedAt),
            new EntityTagHeaderValue($"\"{file.Id}\""),
            enableRangeProcessing: true);
        await result.ExecuteAsync(context);
    }
}
