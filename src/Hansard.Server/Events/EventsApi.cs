using System.Globalization;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.OpenApi;
using Hansard.Server.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Hansard.Server.Events;

/// <summary>GET /v1/events.</summary>
internal static class EventsApi
{
    private const string LastEventHeader = "Last-Event-ID";
    private const int RetryAfterSeconds = 30;

    /// <summary>Adds the route.</summary>
    public static void MapEvents(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/events", SendAsync)
        .WithTags("Transcriptions")
        .EventStream(
            "Watch the project's transcriptions: server-sent events transcription (a Transcription), deleted ({id}), first ready")
        .Query(new QueryParameter("after", "integer", false, $"Id of the last event that is known, as in the header {LastEventHeader}."));

    private static async Task SendAsync(
        HttpContext context, EventStream stream, OpenStreams open, IProjectStore projects, IHostApplicationLifetime lifetime)
    {
        var after = ReadLast(context.Request);
        if (!open.TryEnter())
        {
            throw ApiException.Limit(
                $"{OpenStreams.Most} clients watch transcriptions already: close one, or ask for single transcriptions.",
                RetryAfterSeconds);
        }
        var key = context.Features.GetRequiredFeature<KeyHolder>().KeyId;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers["X-Accel-Buffering"] = "no"; // nginx passes events on at once.
            await stream.SendAsync(context.Response, context.Project().Id, after, () => key is null || projects.IsValid(key), end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client has enough, or the server stops: it comes back.
        }
        finally
        {
            open.Leave();
        }
    }

    private static long? ReadLast(HttpRequest request)
    {
        var query = request.Query["after"].ToString();
        if (query.Length == 0) query = request.Headers[LastEventHeader].ToString();
        if (query.Length == 0) return null;
        return long.TryParse(query, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? last
            : throw ApiException.Invalid("invalid_value", "query.after", "'after' must be the id of an event, a whole number.");
    }
}
