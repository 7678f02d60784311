using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hansard.Server.Files;

/// <summary>Reads a multipart upload, its parts in any order, straight into the object store.</summary>
internal sealed class FileUpload(IObjectStore objects, IFileStore files, UploadReservations reservations)
{
    // The other parts and the multipart framing.
    private const long Overhead = 1 << 20;

    /// <summary>Stores what the request sends.</summary>
    /// <exception cref="ApiException">The request is not a multipart form with a file, or too large.</exception>
    /// <exception cref="LimitReachedException">The project has no room for it.</exception>
    public async Task<FileRow> ReceiveAsync(HttpContext context, LimitOptions limits)
    {
        var request = context.Request;
        if (request.ContentLength > limits.FileBytes + Overhead) throw TooLarge(limits);
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = limits.FileBytes + Overhead;
        using var reservation = reservations.Open(context.Project().Id, limits, Math.Max(0, (request.ContentLength ?? 0) - Overhead));

        var upload = new Parts();
        try
        {
            await ReadAsync(request, upload, reservation, limits, context.RequestAborted);
            if (upload.Stored is null)
                throw ApiException.Invalid(
                    "missing", "file.file", "The form has no part 'file': send the recording in it, with a filename.");
        }
        catch
        {
            if (upload.Stored is { } stored) await objects.DiscardAsync(stored.Name);
            throw;
        }

        reservation.Store();
        return await files.AddAsync(
            context.Project().Id, limits, upload.Stored, upload.Filename!, upload.ClientReferenceId, ClientSource.Of(request));
    }

    /// <summary>The fault of a file that is larger than a project may send.</summary>
    public static ApiException TooLarge(LimitOptions limits) => ApiException.Invalid(
        "invalid_value", "file.file",
        $"The file is larger than the limit of {limits.FileBytes} bytes: compress the recording, or split it.");

    private async Task ReadAsync(
        HttpRequest request, Parts upload, UploadReservation reservation, LimitOptions limits, CancellationToken cancellationToken)
    {
        await foreach (var part in MultipartForm.ReadAsync(request, cancellationToken))
        {
            switch (part.Name)
            {
                case "file" when upload.Stored is not null:
                    throw ApiException.Invalid("conflict", "file.file", "The form has more than one part 'file': send one file a request.");
                case "file":
                    // SDKs send whole paths, of either kind.
                    var filename = part.Filename
                        ?? throw ApiException.Invalid(
                            "invalid_type", "file.file", "The part 'file' has no filename: send it as a file, not as a text field.");
                    upload.Filename = RecordingName.LastSegment(filename) ?? "file";
                    var content = new UploadedPart(part.Body, MultipartForm.Malformed, reservation.Add);
                    upload.Stored = await objects.PutAsync(content, limits.FileBytes, cancellationToken) ?? throw TooLarge(limits);
                    break;
                case "client_reference_id":
                    upload.ClientReferenceId = await ReferenceAsync(part, cancellationToken);
                    break;
            }
        }
    }

    private static async Task<string?> ReferenceAsync(FormPart part, CancellationToken cancellationToken)
    {
        var text = await MultipartForm.TextAsync(part, TranscriptionBody.MaximumShort, cancellationToken)
            ?? throw ApiException.Invalid(
                "too_long", "body.client_reference_id",
                $"'client_reference_id' is longer than {TranscriptionBody.MaximumShort} characters.");
        return text.Length == 0 ? null : text;
    }

    private sealed class Parts
    {
        public StoredObject? Stored { get; set; }

        public string? Filename { get; set; }

        public string? ClientReferenceId { get; set; }
    }
}
