using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hansard.Server.Doors;

/// <summary>
/// An answer that is long in coming: text without meaning keeps the connection alive meanwhile. From its first byte on the status is 200,
/// and what fails afterwards is told in the body.
/// </summary>
/// <param name="response">The response.</param>
/// <param name="contentType">Media type of the answer.</param>
/// <param name="head">Text that the answer begins with, and that comes before any filler.</param>
/// <param name="filler">Text that means nothing after the head.</param>
internal sealed class PatientAnswer(HttpResponse response, string contentType, string head, string filler)
{
    private bool _hasHead;

    /// <summary>Indicates whether the status has been sent.</summary>
    public bool HasStarted => response.HasStarted;

    /// <summary>Sends text without meaning.</summary>
    public Task FillAsync(CancellationToken cancellationToken) => WriteAsync(filler, cancellationToken);

    /// <summary>Sends a part of the answer.</summary>
    /// <param name="text">Without the head.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    public async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        if (!_hasHead)
        {
            // A proxy that collects answers would let the connection look dead.
            response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            response.ContentType = contentType;
            response.Headers.CacheControl = "no-store";
            response.Headers["X-Accel-Buffering"] = "no";
            _hasHead = true;
            if (head.Length > 0) await response.WriteAsync(head, Encoding.UTF8, cancellationToken);
        }

        await response.WriteAsync(text, Encoding.UTF8, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }

    /// <summary>Sends all of an answer, whose head may have been sent.</summary>
    /// <param name="text">With the head.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    public async Task EndAsync(string text, CancellationToken cancellationToken)
    {
        if (_hasHead)
        {
            await WriteAsync(text[head.Length..], cancellationToken);
            return;
        }

        response.ContentType = contentType;
        response.Headers.CacheControl = "no-store";
        var bytes = Encoding.UTF8.GetBytes(text);
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, cancellationToken);
    }
}
