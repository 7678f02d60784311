using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Hansard.Cli.Remote.Api;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>
/// Waits for the ends of jobs: by server-sent events where the server has them, by asking otherwise, and now and then in any case.
/// </summary>
/// <param name="api">The server, with long patience: it may be stopped and started meanwhile.</param>
internal sealed class JobWatch(ApiClient api) : IDisposable
{
    // Growing to 5 s: the hosted service limits requests by the minute.
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // Beside events, should one be lost.
    private static readonly TimeSpan PauseWithEvents = TimeSpan.FromSeconds(20);

    // A server sends a sign of life every 15 s.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan PauseBetweenStreams = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Watched> _watched = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private volatile bool _hasEvents;
    private volatile Exception? _fault;

    /// <inheritdoc />
    public void Dispose() => _wake.Dispose();

    /// <summary>Waits for the end of a job, while <see cref="RunAsync"/> runs.</summary>
    /// <param name="id">The transcription.</param>
    /// <param name="report">Told whenever something about it is learnt.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="InvalidDataException">There is no such transcription, or it is deleted meanwhile.</exception>
    public async Task<RemoteTranscription> WaitAsync(string id, Action<RemoteTranscription> report, CancellationToken cancellationToken)
    {
        var watched = _watched.GetOrAdd(id, _ => new Watched(new(TaskCreationOptions.RunContinuationsAsynchronously), report));
        if (_fault is { } fault) watched.End.TrySetException(fault);
        Wake();
        return await watched.End.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Watches until it is stopped. A fault ends the waits for all jobs.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var events = FollowEventsAsync(stop.Token);
        try
        {
            var pause = FirstPause;
            while (true)
            {
                foreach (var id in _watched.Keys) await AskAsync(id, stop.Token).ConfigureAwait(false);
                pause = _hasEvents ? PauseWithEvents : Min(pause * 1.3, LongestPause);
                if (_watched.IsEmpty) pause = Timeout.InfiniteTimeSpan;
                if (await _wake.WaitAsync(pause, stop.Token).ConfigureAwait(false)) pause = FirstPause;
            }
        }
        catch (Exception e)
        {
            _fault = e;
            foreach (var watched in _watched.Values) watched.End.TrySetException(e);
            if (e is not OperationCanceledException) throw;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await events.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AskAsync(string id, CancellationToken cancellationToken)
    {
        var job = await api.FindTranscriptionAsync(id, cancellationToken).ConfigureAwait(false);
        if (job is not null) Take(job);
        else if (_watched.TryRemove(id, out var watched)) watched.End.TrySetException(Gone(id));
    }

    private async Task FollowEventsAsync(CancellationToken cancellationToken)
    {
        string? last = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var after = last is null ? "" : $"?after={last}";
                var stream = await api.OpenEventsAsync($"v1/events{after}", cancellationToken).ConfigureAwait(false);
                if (stream is null) return; // The hosted service has none.
                await using (stream.ConfigureAwait(false)) last = await ReadAsync(stream, last, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or RemoteException or HttpRequestException or TimeoutException or JsonException)
            {
                // Asking goes on, and tells of a server that is away.
            }
            _hasEvents = false;
            Wake();
            await Task.Delay(PauseBetweenStreams, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string?> ReadAsync(Stream stream, string? last, CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Comments are signs of life too, which the parser does not show.
        using var heard = new HeardStream(stream, () => silence.CancelAfter(LongestSilence));
        try
        {
            await foreach (var item in SseParser.Create(heard).EnumerateAsync(silence.Token).ConfigureAwait(false))
            {
                last = item.EventId ?? last;
                switch (item.EventType)
                {
                    case "ready" or "resumed":
                        _hasEvents = true;
                        Wake(); // Asks for what happened before.
                        break;
                    case "transcription":
                        Take(new RemoteTranscription(Parse(item.Data)));
                        break;
                    case "deleted" when Parse(item.Data).Text("id") is { } id && _watched.TryRemove(id, out var watched):
                        watched.End.TrySetException(Gone(id));
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The connection is dead.
        }
        return last;
    }

    private void Take(RemoteTranscription job)
    {
        if (!_watched.TryGetValue(job.Id, out var watched)) return;
        watched.Report(job);
        if (!job.HasEnded) return;
        _watched.TryRemove(job.Id, out _);
        watched.End.TrySetResult(job);
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake.
        }
    }

    private static JsonElement Parse(string data)
    {
        using var document = JsonDocument.Parse(data);
        return document.RootElement.Clone();
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static InvalidDataException Gone(string id)
        => new($"There is no transcription {Printable.Of(id)}: it may have been deleted, or belong to another project.");

    private sealed record Watched(TaskCompletionSource<RemoteTranscription> End, Action<RemoteTranscription> Report);
}
