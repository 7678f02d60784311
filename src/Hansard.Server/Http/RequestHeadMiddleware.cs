using Hansard.Server.Contract;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hansard.Server.Http;

/// <summary>Refuses requests whose target or headers are too large, in the one error shape.</summary>
internal sealed class RequestHeadMiddleware(RequestDelegate next)
{
    // The limits of the head are Kestrel's own.

    /// <summary>Bytes of all headers.</summary>
    public const int MaximumHeaderBytes = 32 << 10;

    /// <summary>Headers.</summary>
    public const int MaximumHeaders = 100;

    /// <summary>Bytes of path and query.</summary>
    public const int MaximumTarget = 8 << 10;

    /// <summary>Bytes of a body; uploads have a limit of their own.</summary>
    public const long MaximumBody = 1 << 20;

    // ": " and the end of the line.
    private const int Punctuation = 4;

    /// <summary>Runs the rest of the pipeline.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Length > MaximumTarget)
            throw ApiException.Invalid($"The path and query are longer than {MaximumTarget} bytes.");
        int count = 0, bytes = 0;
        foreach (var (name, values) in context.Request.Headers)
        {
            foreach (var value in values)
            {
                count++;
                bytes += name.Length + (value?.Length ?? 0) + Punctuation;
            }
        }

        if (count > MaximumHeaders) throw ApiException.Invalid($"The request has more than {MaximumHeaders} headers.");
        if (bytes > MaximumHeaderBytes)
            throw ApiException.Invalid($"The request's headers are larger than {MaximumHeaderBytes} bytes in all.");
        return next(context);
    }
}
