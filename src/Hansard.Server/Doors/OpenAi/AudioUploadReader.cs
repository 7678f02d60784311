using System.Text;
using Hansard.Engine.Temporary;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Files;
using Hansard.Server.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hansard.Server.Doors.OpenAi;

/// <summary>Reads a request: a multipart form with its parts in any order, or the JSON that Open WebUI can send.</summary>
/// <remarks>Recordings go to the disk as they arrive; only texts are held in memory.</remarks>
internal sealed class AudioUploadReader(RecordingIntake intake, HansardServerOptions options)
{
    private const string RecordingField = "file";
    private const string ReferencesField = "known_speaker_references";
    private const string JsonField = "input_audio.data";

    // Ten seconds, as the hosted service takes, are 2 MB of the least compressed sound that people record.
    private const long MaximumReference = 8L << 20;

    // Texts and the framing of a form.
    private const long Overhead = 1L << 20;

    /// <summary>Reads it.</summary>
    /// <returns>All that was sent; to be disposed of.</returns>
    /// <exception cref="ApiException">It is malformed, too large, or has no recording.</exception>
    public async Task<AudioUpload> ReadAsync(HttpContext context)
    {
        var upload = new AudioUpload();
        try
        {
            if (context.Request.HasJsonContentType()) await ReadJsonAsync(context, upload);
            else await ReadFormAsync(context, upload);
            return upload.Recording is null
                ? throw AudioFields.Fault(RecordingField, "The request has no part 'file': send the recording in it, with a filename.")
                : upload;
        }
        catch
        {
            await upload.DisposeAsync();
            throw;
        }
    }

    private async Task ReadFormAsync(HttpContext context, AudioUpload upload)
    {
        // Recordings of voices are Base64, of four characters for three bytes.
        Bound(context, size => size + Overhead + (AudioRequestReader.MaximumSpeakers * MaximumReference * 4 / 3));
        await foreach (var part in MultipartForm.ReadAsync(context.Request, context.RequestAborted))
        {
            var name = AudioFields.NameOf(part.Name);
            switch (name)
            {
                case RecordingField when upload.Recording is not null:
                    throw AudioFields.Fault(RecordingField, "The form has more than one part 'file': send one file a request.");
                case RecordingField when part.Filename is null:
                    throw AudioFields.Fault(RecordingField, "The part 'file' has no filename: send it as a file, not as a text field.");
                case RecordingField:
                    upload.Recording = await intake.ReceiveAsync(
                        context.Project(), part.Body, part.Filename, MultipartForm.Malformed, context.RequestAborted);
                    break;
                case ReferencesField:
                    await AddReferenceAsync(upload, part.Body, context.RequestAborted);
                    break;
                default:
                    var text = await MultipartForm.TextAsync(part, AudioRequestReader.MaximumText, context.RequestAborted)
                        ?? throw AudioFields.Fault(name, $"'{name}' is longer than {AudioRequestReader.MaximumText} characters.");
                    upload.Fields.Add(name, text);
                    break;
            }
        }
    }

    private async Task ReadJsonAsync(HttpContext context, AudioUpload upload)
    {
        Bound(context, size => (size / 3 * 4) + Overhead);
        var body = new InlineAudioBody(context.Request.Body);
        if (await body.FindAudioAsync(context.RequestAborted) is { } audio)
        {
            await using var content = new DataUrlContent(audio, JsonField);
            upload.Recording = await intake.ReceiveAsync(
                context.Project(), content, filename: null, MultipartForm.Malformed, context.RequestAborted);
        }

        using var rest = await body.EndAsync(context.RequestAborted);
        upload.Fields = AudioFields.Of(rest.RootElement);
        foreach (var reference in upload.Fields.All(ReferencesField))
            await AddReferenceAsync(upload, new MemoryStream(Encoding.UTF8.GetBytes(reference)), context.RequestAborted);
    }

    private void Bound(HttpContext context, Func<long, long> most)
    {
        var limits = options.LimitsOf(context.Project().Name);
        var maximum = most(limits.FileBytes);
        if (context.Request.ContentLength > maximum) throw FileUpload.TooLarge(limits);
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = maximum;
    }

    private static async Task AddReferenceAsync(AudioUpload upload, Stream text, CancellationToken cancellationToken)
    {
        if (upload.References.Count == AudioRequestReader.MaximumSpeakers)
            throw AudioFields.Fault(ReferencesField, $"'{ReferencesField}' has more than {AudioRequestReader.MaximumSpeakers} items.");
        var file = TemporaryFile.Create("voice");
        upload.References.Add(file);
        await using var content = new DataUrlContent(new UploadedPart(text, MultipartForm.Malformed), ReferencesField);
        var buffer = new byte[1 << 16];
        while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (file.Content.Length + count > MaximumReference)
            {
                throw AudioFields.Fault(
                    ReferencesField, $"An item of '{ReferencesField}' is larger than {MaximumReference} bytes: some seconds are enough.");
            }

            await file.Content.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
    }
}
