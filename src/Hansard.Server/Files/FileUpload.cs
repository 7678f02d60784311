using System.Text;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Hansard.Server.Files;

/// <summary>Reads a multipart upload, its parts in any order, straight into the object store.</summary>
internal sealed class FileUpload(IObjectStore objects, IFileStore files, UploadReservations reservations)
{
    // A form of the contract has two parts.
    private const int MaximumParts = 100;

    // RFC 2046, 5.1.1, allows 70 characters.
    private const int MaximumBoundary = 200;

    // The other parts and the multipart framing.
    private const long Overhead = 1 << 20;

    /// <summary>Stores what the request sends.</summary>
    /// <exception cref="ApiException">The request is not a multipart form with a file, or too large.</exception>
    /// <exception cref="LimitReachedException">The project has no room for it.</exception>
    public async Task<FileRow> ReceiveAsync(HttpContext context, LimitOptions limits)
    {
        var request = context.Request;
        var boundary = Boundary(request);
        if (request.ContentLength > limits.FileBytes + Overhead) throw TooLarge(limits);
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = limits.FileBytes + Overhead;
        using var reservation = reservations.Open(context.Project().Id, limits, Math.Max(0, (request.ContentLength ?? 0) - Overhead));

        var upload = new Parts();
        try
        {
            await ReadAsync(new MultipartReader(boundary, request.Body, 1 << 16), upload, reservation, limits, context.RequestAborted);
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

    private async Task ReadAsync(
        MultipartReader reader, Parts upload, UploadReservation reservation, LimitOptions limits, CancellationToken cancellationToken)
    {
        for (var count = 0; await NextAsync(reader, cancellationToken) is { } section; count++)
        {
            if (count == MaximumParts) throw ApiException.Invalid($"The form has more than {MaximumParts} parts.");
            if (PartDisposition.Parse(section.ContentDisposition) is not { } disposition) continue;
            switch (disposition.Name)
            {
                case "file" when upload.Stored is not null:
                    throw ApiException.Invalid("conflict", "file.file", "The form has more than one part 'file': send one file a request.");
                case "file":
                    // SDKs send whole paths, of either kind.
                    var filename = disposition.Filename
                        ?? throw ApiException.Invalid(
                            "invalid_type", "file.file", "The part 'file' has no filename: send it as a file, not as a text field.");
                    upload.Filename = RecordingName.LastSegment(filename) ?? "file";
                    var content = new UploadedPart(section.Body, Malformed, reservation.Add);
                    upload.Stored = await objects.PutAsync(content, limits.FileBytes, cancellationToken) ?? throw TooLarge(limits);
                    break;
                case "client_reference_id":
                    upload.ClientReferenceId = await ReferenceAsync(new UploadedPart(section.Body, Malformed), cancellationToken);
                    break;
            }
        }
    }

    private static async Task<MultipartSection?> NextAsync(MultipartReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadNextSectionAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw Malformed();
        }
    }

    private static ApiException Malformed() => ApiException.Invalid("The multipart form is malformed, or breaks off.");

    private static string Boundary(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            throw ApiException.Invalid($"The content type must be multipart/form-data with a part 'file', not '{request.ContentType}'.");
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        return boundary is { Length: > 0 and <= MaximumBoundary }
            ? boundary
            : throw ApiException.Invalid(
                "The content type multipart/form-data lacks its boundary: let the HTTP client set this header itself.");
    }

    private static async Task<string?> ReferenceAsync(Stream body, CancellationToken cancellationToken)
    {
        // A character takes at most four bytes.
        var buffer = new byte[(TranscriptionBody.MaximumShort * 4) + 1];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        var text = length < buffer.Length ? Encoding.UTF8.GetString(buffer, 0, length) : null;
        if (text is null || text.EnumerateRunes().Count() > TranscriptionBody.MaximumShort)
            throw ApiException.Invalid(
                "too_long", "body.client_reference_id",
                $"'client_reference_id' is longer than {TranscriptionBody.MaximumShort} characters.");
        return text.Length == 0 ? null : text;
    }

    private static ApiException TooLarge(LimitOptions limits) => ApiException.Invalid(
        "invalid_value", "file.file",
        $"The file is larger than the limit of {limits.FileBytes} bytes: compress the recording, or split it.");

    private sealed class Parts
    {
        public StoredObject? Stored { get; set; }

        public string? Filename { get; set; }

        public string? ClientReferenceId { get; set; }
    }
}
