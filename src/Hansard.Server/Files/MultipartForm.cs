using System.Runtime.CompilerServices;
using System.Text;
using Hansard.Server.Contract;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Hansard.Server.Files;

/// <summary>A multipart form, read part by part as it arrives.</summary>
internal static class MultipartForm
{
    // A form of the contract has two parts, OpenAI's some dozens.
    private const int MaximumParts = 100;

    // RFC 2046, 5.1.1, allows 70 characters.
    private const int MaximumBoundary = 200;

    // A character takes at most four bytes.
    private const int BytesPerCharacter = 4;

    /// <summary>Reads the parts that have a name, in the order in which they come. Each must be read before the next.</summary>
    /// <exception cref="ApiException">The request is not a multipart form, or a malformed one.</exception>
    public static async IAsyncEnumerable<FormPart> ReadAsync(
        HttpRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = new MultipartReader(Boundary(request), request.Body, 1 << 16);
        for (var count = 0; await NextAsync(reader, cancellationToken) is { } section; count++)
        {
            if (count == MaximumParts) throw ApiException.Invalid($"The form has more than {MaximumParts} parts.");
            if (PartDisposition.Parse(section.ContentDisposition) is { Name: { } name } disposition)
                yield return new FormPart(name, disposition.Filename, section.Body);
        }
    }

    /// <summary>Reads a part that is a text.</summary>
    /// <param name="part">The part.</param>
    /// <param name="maximum">The most characters.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The text; null when it is longer.</returns>
    public static async Task<string?> TextAsync(FormPart part, int maximum, CancellationToken cancellationToken)
    {
        await using var content = new UploadedPart(part.Body, Malformed);
        var buffer = new byte[(maximum * BytesPerCharacter) + 1];
        var length = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        var text = length < buffer.Length ? Encoding.UTF8.GetString(buffer, 0, length) : null;
        return text is null || text.EnumerateRunes().Count() > maximum ? null : text;
    }

    /// <summary>The fault of a form that breaks off.</summary>
    public static ApiException Malformed() => ApiException.Invalid("The multipart form is malformed, or breaks off.");

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
}

/// <summary>A part of a multipart form that has a name.</summary>
/// <param name="Name">Name of the field.</param>
/// <param name="Filename">Name of the file, as sent; null if it is no file.</param>
/// <param name="Body">The content.</param>
internal sealed record FormPart(string Name, string? Filename, Stream Body);
