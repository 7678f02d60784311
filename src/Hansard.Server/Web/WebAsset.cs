using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Hansard.Server.Web;

/// <summary>A file of the page, as it is and in the compressed forms that its build has made.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="Plain">Its bytes.</param>
/// <param name="Brotli">The same, compressed; null where it does not compress.</param>
/// <param name="Gzip">The same, compressed; null where it does not compress.</param>
/// <param name="Tag">The hash of its bytes.</param>
internal sealed record WebAsset(string ContentType, byte[] Plain, byte[]? Brotli, byte[]? Gzip, string Tag)
{
    // The name changes with the content.
    private const string Forever = "public, max-age=31536000, immutable";

    /// <summary>Answers with the form that the client understands and that is the smallest.</summary>
    public IResult Answer(HttpContext context)
    {
        var (content, encoding) = Choose(context.Request.GetTypedHeaders().AcceptEncoding);
        var headers = context.Response.Headers;
        headers.CacheControl = Forever;
        headers.Vary = HeaderNames.AcceptEncoding;
        if (encoding is not null) headers.ContentEncoding = encoding;

        // Each form has bytes of its own, and so a tag of its own.
        var tag = encoding is null ? Tag : $"{Tag}-{encoding}";
        return Results.Bytes(content, ContentType, entityTag: new EntityTagHeaderValue($"\"{tag}\""));
    }

    private (byte[] Content, string? Encoding) Choose(IList<StringWithQualityHeaderValue> accepted)
    {
        if (Brotli is not null && Accepts(accepted, "br")) return (Brotli, "br");
        if (Gzip is not null && Accepts(accepted, "gzip")) return (Gzip, "gzip");
        return (Plain, null);
    }

    private static bool Accepts(IList<StringWithQualityHeaderValue> accepted, string encoding)
        => accepted.Any(value => value.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && value.Quality is not 0);
}
