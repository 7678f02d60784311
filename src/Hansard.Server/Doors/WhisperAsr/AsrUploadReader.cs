using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Files;
using Hansard.Server.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hansard.Server.Doors.WhisperAsr;

/// <summary>Reads the form of a request, which has one file; it goes to the disk as it arrives.</summary>
internal sealed class AsrUploadReader(RecordingIntake intake, HansardServerOptions options)
{
    /// <summary>Name of the part that has the recording.</summary>
    public const string Field = "audio_file";

    // The framing of a form.
    private const long Overhead = 1L << 20;

    /// <param name="context">The request.</param>
    /// <param name="isEncoded">False: samples without a header.</param>
    /// <param name="longest">Sound of such samples that is kept; null: all of it.</param>
    /// <returns>The recording; to be disposed of.</returns>
    /// <exception cref="ApiException">There is none, or it is too large or malformed.</exception>
    public async Task<ArrivedRecording> ReadAsync(HttpContext context, bool isEncoded, TimeSpan? longest = null)
    {
        if (context.Request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) is not true)
            throw AsrErrors.Missing();
        var limits = options.LimitsOf(context.Project().Name);
        if (context.Request.ContentLength > limits.FileBytes + Overhead) throw FileUpload.TooLarge(limits);
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = limits.FileBytes + Overhead;
        ArrivedRecording? recording = null;
        try
        {
            await foreach (var part in MultipartForm.ReadAsync(context.Request, context.RequestAborted))
            {
                if (part.Name != Field || part.Filename is null || recording is not null) continue;
                var content = isEncoded ? part.Body : new RawSamples(part.Body, longest);
                recording = await intake.ReceiveAsync(
                    context.Project(), content, part.Filename, MultipartForm.Malformed, context.RequestAborted);
            }

            return recording ?? throw AsrErrors.Missing();
        }
        catch when (recording is not null)
        {
            await recording.DisposeAsync();
            throw;
        }
    }
}
