using Hansard.Server.Contract;
using Hansard.Server.Doors.Streaming;
using Hansard.Server.Projects;

namespace Hansard.Server.Doors.Wyoming;

/// <summary>Serves a connection: any number of utterances, one after the other.</summary>
/// <param name="stream">Of the connection; not owned.</param>
/// <param name="project">The project that all of it belongs to.</param>
/// <param name="parts">Of the server.</param>
internal sealed class WyomingConnection(Stream stream, Project project, WyomingParts parts) : IAsyncDisposable
{
    private readonly WyomingReader _reader = new(stream, parts.Options.Doors.Wyoming.Idle);
    private readonly WyomingWriter _writer = new(stream);
    private WyomingWish _wish = WyomingWish.None;
    private WyomingUtterance? _utterance;

    /// <summary>Serves it until its client ends it.</summary>
    /// <param name="stopping">The server stops: no further event is read, and what was said is answered.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <exception cref="Exception">The client is to be told, and the connection closed.</exception>
    public async Task RunAsync(CancellationToken stopping, CancellationToken cancellationToken)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        while (await NextAsync(reading.Token) is { } sent)
        {
            switch (sent.Type)
            {
                case "describe":
                    await _writer.SendAsync("info", parts.Info.Write(), cancellationToken);
                    break;
                case "ping":
                    await _writer.SendAsync("pong", new { text = sent.Text("text") }, cancellationToken);
                    break;
                case "transcribe":
                    _wish = WyomingWish.Of(sent);
                    break;
                case "audio-start":
                    await AbandonAsync();
                    _ = WyomingSound.Of(sent);
                    break;
                case "audio-chunk":
                    await HearAsync(sent, cancellationToken);
                    break;
                case "audio-stop":
                    await AnswerAsync(cancellationToken);
                    break;
                default:
                    // Whatever a newer client sends is passed over, as the protocol wants it.
                    break;
            }
        }

        // A client that has closed its side alone waits for what it said.
        if (_utterance is not null) await AnswerAsync(cancellationToken);
    }

    /// <summary>Tells the client of an error, if it is there.</summary>
    public async Task TellAsync(ApiException error, CancellationToken cancellationToken)
    {
        try
        {
            await _writer.SendAsync("error", new { text = error.Message, code = error.ErrorType }, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Nobody is there to be told.
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await AbandonAsync();
        _writer.Dispose();
    }

    private async ValueTask<WyomingEvent?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _reader.ReadAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            throw LiveErrors.Stopping();
        }
    }

    private async Task HearAsync(WyomingEvent sent, CancellationToken cancellationToken)
    {
        var sound = WyomingSound.Of(sent);
        if (sent.Payload.IsEmpty) return;
        _utterance ??= new WyomingUtterance(parts, _writer, project, _wish, sound, cancellationToken);
        if (_utterance.Sound != sound)
            throw ApiException.Invalid("The format of sound changes within an utterance: send audio-stop and audio-start first.");
        await _utterance.AddAsync(sent.Payload);
    }

    // Where nothing was sent or said, the text is empty, as with other servers.
    private async Task AnswerAsync(CancellationToken cancellationToken)
    {
        var transcript = _utterance is null ? new WyomingTranscript("", null) : await _utterance.EndAsync();
        await AbandonAsync();
        _wish = WyomingWish.None;
        if (transcript.Text.Length == 0) await _writer.SendAsync("transcript-start", new { }, cancellationToken);
        await _writer.SendAsync("transcript", transcript, cancellationToken);
        await _writer.SendAsync("transcript-stop", null, cancellationToken);
    }

    private async Task AbandonAsync()
    {
        if (_utterance is null) return;
        await _utterance.DisposeAsync();
        _utterance = null;
    }
}
