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

namespace Hansard.Server.Doors.OpenAi.Realtime;

/// <summary>A session of OpenAI's realtime API over a WebSocket, from the handshake to the close.</summary>
internal sealed partial class RealtimeEndpoint(
    LiveKeys keys, RealtimeSettingsReader reader, LiveSlots slots, ILiveTranscriber transcriber, IVocabularyTerms vocabulary,
    SessionLog sessions, RequestRate rate, HansardServerOptions options, IHostApplicationLifetime lifetime, TimeProvider clock,
    ILogger<RealtimeEndpoint> logger)
{
    /// <summary>The largest event of somebody with a key: 12 MB of sound in Base64, a little less than the hosted service takes.</summary>
    private const int MaximumEvent = 16 << 20;

    private const int MaximumOfStrangers = 64 << 10;

    /// <summary>Serves a session.</summary>
    /// <param name="context">The request that opens it.</param>
    public async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            throw ApiException.Invalid("Realtime transcription is spoken over a WebSocket: open this address with ws:// or wss://.");
        }
        using var opened = await context.WebSockets.AcceptWebSocketAsync(
            RealtimeKeys.Choose(context.WebSockets.WebSocketRequestedProtocols));
        var (holder, refusal) = Authenticate(context);
        await using var socket = new LiveSocket(opened, holder is null ? MaximumOfStrangers : MaximumEvent, waiting: 1);
        using var output = new RealtimeOutput(socket);
        await SessionEnd.ServeAsync(
            () => holder is null ? throw refusal! : ServeAsync(context, holder, socket, output),
            fault => TellAsync(socket, output, Describe(fault, context), context.RequestAborted),
            context.RequestAborted);
    }

    private (KeyHolder? Holder, ApiException? Refusal) Authenticate(HttpContext context)
    {
        try
        {
            var key = RealtimeKeys.KeyOf(context);
            if (key is null && !options.NoAuth)
            {
                throw new ApiException(
                    401, ErrorTypes.Unauthenticated,
                    "No API key: send it as 'Authorization: Bearer KEY', as 'api-key: KEY', or as the subprotocol "
                    + "'openai-insecure-api-key.KEY' beside 'realtime'.");
            }
            return (keys.HolderOf(context, key, isRealtime: true), null);
        }
        catch (ApiException refused)
        {
            return (null, refused);
        }
    }

    private async Task ServeAsync(HttpContext context, KeyHolder holder, LiveSocket socket, RealtimeOutput output)
    {
        context.Features.Set(holder);
        var connection = context.Features.Get<OpenConnection>();
        connection?.BeginRequest();
        try
        {
            rate.Count(holder.Project);
            using var open = slots.Connect(holder.Project.Id);
            var settings = SettingsOf(context.Request.Query, holder.Temporary);
            var events = new RealtimeEvents(RealtimeEvents.NewId("sess")) { IsBeta = RealtimeKeys.IsBeta(context) };
            var parts = new RealtimeParts(
                transcriber, vocabulary.Of(holder.Project.Id), options.Doors.OpenAi.RealtimeIdle,
                TimeSpan.FromMinutes(options.LimitsOf(holder.Project.Name).AudioMinutes), holder.Project.Id);
            var session = new RealtimeSession(
                socket, output, events, reader, slots, parts, settings, exception => Describe(exception, context));
            await RunAsync(context, holder.Project, session);
        }
        finally
        {
            connection?.EndRequest();
        }
    }

    private async Task RunAsync(HttpContext context, Project project, RealtimeSession session)
    {
        var began = clock.Milliseconds();
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopped);
        try
        {
            await session.RunAsync(lifetime.ApplicationStopping, gone.Token);
        }
        finally
        {
            await session.DisposeAsync();
            if (session.Heard > TimeSpan.Zero) await RecordAsync(context, project, session, began);
        }
    }

    private async Task RecordAsync(HttpContext context, Project project, RealtimeSession session, long began)
    {
        var used = new LiveUsage
        {
            Id = context.TraceIdentifier,
            ProjectId = project.Id,
            ClientReferenceId = null,
            Model = session.Settings.Model,
            Request = session.Settings.Transcription,
            Start = began,
            End = clock.Milliseconds(),
            Heard = session.Heard,
            Tokens = session.Tokens,
        };
        await sessions.AddAsync(used, "realtime");
    }

    /// <summary>The settings at first: those of a client secret, or what the address says.</summary>
    /// <exception cref="ApiException">The session is to be a conversation, or what the secret says is served no more.</exception>
    private RealtimeSettings SettingsOf(IQueryCollection query, TemporaryKey? secret)
    {
        var name = query["model"].ToString() is { Length: > 0 } named ? named : query["deployment"].ToString();
        var model = name.Length > 0 && reader.Knows(name) ? name : null;
        if (secret?.RealtimeSession is { } session)
        {
            using var json = JsonDocument.Parse(session);
            return reader.Read(json.RootElement, reader.Initial(model));
        }
        // Libraries that know no intent tell the model alone.
        return model is not null || query["intent"] == "transcription"
            ? reader.Initial(model)
            : throw new ApiException(
                400, ErrorTypes.InvalidRequest, RealtimeErrors.OnlyTranscription,
                [new("invalid_value", "intent", RealtimeErrors.OnlyTranscription)]);
    }

    private ApiException Describe(Exception exception, HttpContext context)
    {
        var error = LiveErrors.Of(exception, context.TraceIdentifier);
        if (error.StatusCode == 500) LogFailed(exception, context.TraceIdentifier);
        return error;
    }

    private static Task TellAsync(LiveSocket socket, RealtimeOutput output, ApiException error, CancellationToken cancellationToken)
    {
        socket.CloseAs(RealtimeErrors.StatusOf(error), error.ErrorType);
        return output.SendAsync(RealtimeEvents.Error(error, eventId: null), cancellationToken);
    }

    [LoggerMessage(330, LogLevel.Error, "A realtime session failed; the client was told request id {RequestId}")]
    private partial void LogFailed(Exception exception, string requestId);
}
