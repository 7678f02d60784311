using System.Text;
using System.Text.Json;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Hansard.Server.Http;

/// <summary>
/// Gives the one error body to requests that Kestrel refuses before any middleware sees them, such as one for <c>/v1/files/%00</c>.
/// </summary>
/// <remarks>
/// Kestrel answers those itself, without a body, tells this event on the way, and closes the connection, as it cannot know where the next
/// request begins. Its own means of writing a body are not there yet, so the answer goes past it to the connection.
/// </remarks>
internal sealed class MalformedRequests(HansardServerOptions options, TimeProvider clock) : IObserver<KeyValuePair<string, object?>>
{
    /// <summary>The name of the event.</summary>
    public const string Event = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    /// <inheritdoc />
    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is not IFeatureCollection features
            || features.Get<OpenConnection>() is not { } connection
            || features.Get<IHttpResponseFeature>() is not { HasStarted: false }
            || features.Get<IBadRequestExceptionFeature>()?.Error is not BadHttpRequestException reason)
            return;

        var requestId = Guid.CreateVersion7().ToString();
        var content = JsonSerializer.Serialize(
            new ErrorResponse
            {
                StatusCode = reason.StatusCode,
                ErrorType = ErrorTypes.InvalidRequest,
                Message = $"The request is malformed: {reason.Message}",
                ValidationErrors = [],
                RequestId = requestId,
                MoreInfo = PublicAddress.OfError(ErrorTypes.InvalidRequest, new DefaultHttpContext(features).Request, options),
            },
            JsonSettings.Stored);
        connection.AnswerLast(Encoding.UTF8.GetBytes(
            $"HTTP/1.1 {reason.StatusCode} {ReasonPhrases.GetReasonPhrase(reason.StatusCode)}\r\n"
            + $"Content-Type: application/json; charset=utf-8\r\nContent-Length: {Encoding.UTF8.GetByteCount(content)}\r\n"
            + $"{ErrorMiddleware.RequestIdHeader}: {requestId}\r\nDate: {clock.GetUtcNow():R}\r\nConnection: close\r\n\r\n{content}"));
    }

    /// <inheritdoc />
    public void OnCompleted()
    {
    }

    /// <inheritdoc />
    public void OnError(Exception error)
    {
    }
}
