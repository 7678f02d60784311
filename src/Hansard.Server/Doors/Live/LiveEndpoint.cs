using System.Net.WebSockets;
using System.Text.Json;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Doors.Streaming;
using Hansard.Server.Http;
using Hansard.Server.Jobs;
using Hansard.Server.Projects;
using Hansard.Server.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Doors.Live;

/// <summary>A live session over a WebSocket, from the handshake to the close.</summary>
internal sealed partial class LiveEndpoint(
    LiveKeys keys, LiveStartReader reader, LiveSlots slots, ILiveTranscriber transcriber, IVocabularyTerms vocabulary,
    SessionLog sessions, RequestRate rate, HansardServerOptions options, IHostApplicationLifetime lifetime, TimeProvider clock,
    ILogger<LiveEndpoint> logger)
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Serves a session.</summary>
    /// <param name="context">The request that opens it.</param>
    public async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            throw ApiException.Invalid("Live transcription is spoken over a WebSocket: open this address with ws:// or wss://.");
        }
        var offers = context.WebSockets.WebSocketRequestedProtocols.Contains(LiveKeys.Subprotocol);
        using var opened = await context.WebSockets.AcceptWebSocketAsync(offers ? LiveKeys.Subprotocol : null);
        await using var socket = new LiveSocket(opened);
        await SessionEnd.ServeAsync(
            () => ServeAsync(context, socket), fault => TellAsync(socket, fault, context), context.RequestAborted);
    }

    private async Task ServeAsync(HttpContext context, LiveSocket socket)
    {
        using var json = await ReadStartAsync(socket, context.RequestAborted);
        var holder = keys.Authenticate(context, KeyOf(json.RootElement));
        context.Features.Set(holder);
        var connection = context.Features.Get<OpenConnection>();
        connection?.BeginRequest();
        try
        {
            rate.Count(holder.Project);
            var start = reader.Read(json.RootElement);
            using var open = slots.Connect(holder.Project.Id);
            await keys.UseUpAsync(holder);
            if (holder.Temporary is { } key) start = start with { ClientReferenceId = key.ClientReferenceId };
            await RunAsync(context, socket, holder, start);
        }
        finally
        {
            connection?.EndRequest();
        }
    }

    private async Task RunAsync(HttpContext context, LiveSocket socket, KeyHolder holder, LiveStart start)
    {
        var project = holder.Project;
        var began = clock.Milliseconds();
        var terms = start.Request.UseVocabulary ? vocabulary.Of(project.Id) : [];
        var limits = new LiveLimits(
            options.Doors.Live.Idle, start.Endpoints?.MaximumDelay, TimeSpan.FromMinutes(options.LimitsOf(project.Name).AudioMinutes))
        {
            Session = holder.Temporary?.SessionSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
        using var presence = new LivePresence(slots, project.Id, options.Doors.Live.Rest, clock);
        var run = new LiveRun(socket, start, transcriber, terms, presence, limits, clock);
        try
        {
            // Not until the client has gone: what it had said by then is transcribed, some seconds of sound at most.
            await run.RunAsync(lifetime.ApplicationStopping, lifetime.ApplicationStopped);
            await socket.SendAsync(run.Answer.Finished(), context.RequestAborted);
        }
        finally
        {
            var used = new LiveUsage
            {
                Id = context.TraceIdentifier,
                ProjectId = project.Id,
                ClientReferenceId = start.ClientReferenceId,
                Model = start.Model,
                Request = start.Request,
                Start = began,
                End = clock.Milliseconds(),
                Heard = run.Answer.Processed,
                Tokens = run.Answer.Tokens,
            };
            await sessions.AddAsync(used, "live");
        }
    }

    private static async Task<JsonDocument> ReadStartAsync(LiveSocket socket, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(StartTimeout);
        try
        {
            var frame = await socket.ReceiveAsync(timeout.Token)
                ?? throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
            if (!frame.IsText) throw ApiException.Invalid("The first message must be text: a JSON object that says what is wanted.");
            var json = JsonDocument.Parse(frame.Content.ToArray());
            if (json.RootElement.ValueKind is not JsonValueKind.Object)
                throw ApiException.Invalid("The first message must be a JSON object.");
            JsonText.Check(json.RootElement, "start");
            return json;
        }
        catch (JsonException)
        {
            throw ApiException.Invalid("The first message is no JSON.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw LiveErrors.TooSlow($"No first message came within {StartTimeout.TotalSeconds:0} seconds.");
        }
    }

    private static string? KeyOf(JsonElement start)
    {
        if (!start.TryGetProperty("api_key", out var key) || key.ValueKind is not JsonValueKind.String) return null;
        return key.GetString() is { Length: > 0 } sent ? sent : null;
    }

    private Task TellAsync(LiveSocket socket, Exception fault, HttpContext context)
    {
        var error = LiveErrors.Of(fault, context.TraceIdentifier);
        if (error.StatusCode == 500) LogFailed(fault, context.TraceIdentifier);
        return socket.SendAsync(
            new LiveResponse
            {
                ErrorCode = error.StatusCode,
                ErrorType = error.ErrorType,
                ErrorMessage = error.Message,
                MoreInfo = PublicAddress.OfError(error.ErrorType, context.Request, options),
                RequestId = context.TraceIdentifier,
            },
            context.RequestAborted);
    }

    [LoggerMessage(260, LogLevel.Error, "A live session failed; the client was told request id {RequestId}")]
    private partial void LogFailed(Exception exception, string requestId);
}
