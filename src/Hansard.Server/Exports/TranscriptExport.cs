using System.Text;
using Hansard.Engine.Transcripts;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Exports;

/// <summary>Sends a transcript as a file to save.</summary>
internal static class TranscriptExport
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <param name="request">The form that it has.</param>
    /// <param name="transcript">The transcript.</param>
    /// <param name="recording">Name of the recording, which the file is called after.</param>
    /// <param name="context">Receives the answer.</param>
    public static Task SendAsync(ExportRequest request, Transcript transcript, string recording, HttpContext context)
    {
        var title = Path.GetFileNameWithoutExtension(recording) is { Length: > 0 } stem ? stem : recording;
        var options = request.Options with { FileName = title, Recording = title };
        var content = request.Format.Text is { } format ? Text(transcript, format, options) : WordDocument.Write(transcript, options);
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (context.Response.Headers.CacheControl.Count == 0) context.Response.Headers.CacheControl = "private, no-cache";
        return Results.Bytes(content, request.Format.ContentType, $"{title}.{request.Format.Name}").ExecuteAsync(context);
    }

    private static byte[] Text(Transcript transcript, TranscriptFormat format, TranscriptWriterOptions options)
    {
        var text = new StringWriter();
        TranscriptWriter.Write(transcript, format, text, options);
        return Utf8.GetBytes(text.ToString());
    }
}
