using System.Text;
using Hansard.Engine.Transcripts;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Exports;

/// <summary>Makes files of transcripts.</summary>
internal static class TranscriptExport
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Sends a transcript as a file to save.</summary>
    /// <param name="request">The form that it has.</param>
    /// <param name="transcript">The transcript.</param>
    /// <param name="recording">Name of the recording, which the file is called after.</param>
    /// <param name="context">Receives the answer.</param>
    public static Task SendAsync(ExportRequest request, Transcript transcript, string recording, HttpContext context)
    {
        var title = Path.GetFileNameWithoutExtension(recording) is { Length: > 0 } stem ? stem : recording;
        var options = request.Options with { FileName = title, Recording = title };
        var content = Write(request.Format, transcript, options);
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (context.Response.Headers.CacheControl.Count == 0) context.Response.Headers.CacheControl = "private, no-cache";
        return Results.Bytes(content, request.Format.ContentType, $"{title}.{request.Format.Name}").ExecuteAsync(context);
    }

    /// <summary>Writes a transcript.</summary>
    /// <param name="format">The format.</param>
    /// <param name="transcript">The transcript.</param>
    /// <param name="options">Options of the format.</param>
    /// <returns>The content of the file.</returns>
    public static byte[] Write(ExportFormat format, Transcript transcript, TranscriptWriterOptions options)
    {
        if (format.Text is not { } written) return WordDocument.Write(transcript, options);
        var text = new StringWriter();
        TranscriptWriter.Write(transcript, written, text, options);
        return Utf8.GetBytes(text.ToString());
    }
}
