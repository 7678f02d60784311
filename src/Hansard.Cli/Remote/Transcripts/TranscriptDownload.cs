using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hansard.Cli.Remote.Api;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Transcripts.Renderings;
using Hansard.Server.Contract;
using Hansard.Server.Exports;

namespace Hansard.Cli.Remote.Transcripts;

/// <summary>Fetches transcripts in the form that is wanted, and brings them into it where the server cannot.</summary>
internal static class TranscriptDownload
{
    private const string JsonType = "application/json";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Fetches one.</summary>
    /// <param name="api">The server.</param>
    /// <param name="id">The transcription.</param>
    /// <param name="form">The form.</param>
    /// <param name="extra">Further parameters, each with an ampersand before it; empty for none.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public static async Task<byte[]> FetchAsync(
        ApiClient api, string id, ExportForm form, string extra, CancellationToken cancellationToken)
    {
        var path = $"{Resources.PathOf(Resources.Transcriptions, id)}/transcript?{form.QueryString}{extra}";
        var download = await api.DownloadAsync(path, cancellationToken).ConfigureAwait(false);
        if (download.MediaType != JsonType) return download.Content;

        // The hosted service knows its own form alone, and all that was said.
        if (form.Request is not { } request) return form.Rendering.IsVerbatim ? download.Content : Render(download.Content, form.Rendering);
        var job = await api.FindTranscriptionAsync(id, cancellationToken).ConfigureAwait(false);
        return Write(request, Read(download.Content), Title(job));
    }

    /// <summary>Reads the API's own form.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static Transcript Read(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var tokens = document.RootElement.GetProperty("tokens").Deserialize<TranscriptToken[]>(JsonSettings.Stored) ?? [];
            return new Transcript(tokens, TimeSpan.FromMilliseconds(tokens.Max(token => token.EndMs) ?? 0), null);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException("The server's transcript cannot be read: it is not in the form of this API.", e);
        }
    }

    // What is rendered already stays as it is.
    private static byte[] Render(byte[] json, RenderingOptions rendering)
    {
        var transcript = TranscriptRendering.Of(Read(json), rendering);
        var document = JsonNode.Parse(json)!.AsObject();
        document["text"] = transcript.Text;
        document["tokens"] = JsonSerializer.SerializeToNode(transcript.Tokens, JsonSettings.Stored);
        return JsonSerializer.SerializeToUtf8Bytes(document, JsonSettings.Stored);
    }

    private static byte[] Write(ExportRequest request, Transcript transcript, string title)
    {
        var options = request.Options with { FileName = title, Recording = title };
        if (request.Format.Text is not { } format) return WordDocument.Write(transcript, options);
        var text = new StringWriter();
        TranscriptWriter.Write(transcript, format, text, options);
        return Utf8.GetBytes(text.ToString());
    }

    private static string Title(RemoteTranscription? job)
        => Path.GetFileNameWithoutExtension(job?.Filename) is { Length: > 0 } title ? title : "recording";
}
