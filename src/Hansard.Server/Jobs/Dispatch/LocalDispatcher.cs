using System.Collections.Concurrent;
using Hansard.Server.Configuration;
using Hansard.Server.Jobs.Parts;
using Hansard.Server.Projects;
using Hansard.Server.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Jobs.Dispatch;

/// <summary>Gives work to the workers of one process.</summary>
/// <remarks>
/// One loop reads: jobs that are new whenever the <see cref="JobSignal"/> is set, single ones that it was told of, and from time to time
/// all of them, in pages, in case a notice was lost or another process had a hand in it. Taking a job reads nothing.
/// </remarks>
internal sealed partial class LocalDispatcher : BackgroundService, IDispatcher
{
    /// <summary>Rows read at a time.</summary>
    private const int Page = 1000;

    /// <summary>Parts that are read at most; the others come when these are done.</summary>
    private const int MostParts = 100_000;

    /// <summary>
    /// Rows that are read again before the newest known: transactions of several writers do not end in the order of their numbers.
    /// </summary>
    private const long Overlap = 100;

    /// <summary>Pause before a job is offered again that could not be taken although it waits.</summary>
    private const long PauseAfterRefusal = 250;

    // Only in case a signal is missed.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PassInterval = TimeSpan.FromSeconds(30);

    private readonly IJobStore _store;
    private readonly IPartStore _parts;
    private readonly JobSignal _news;
    private readonly HansardServerOptions _options;
    private readonly MonotonicClock _time;
    private readonly TimeProvider _clock;
    private readonly ILogger<LocalDispatcher> _logger;
    private readonly DispatchBoard _board;
    private readonly BoardSignal _changed = new();
    private readonly ConcurrentQueue<string> _told = new();
    private readonly ConcurrentQueue<string> _refused = new();
    private readonly Lock _gate = new();
    private long? _lastPass;
    private volatile bool _passWanted;
    private readonly bool _reads;
    private volatile bool _leads;
    private int _asking;

    /// <summary>Makes one that knows nothing yet.</summary>
    public LocalDispatcher(
        IJobStore store, IPartStore parts, ITranscriber transcriber, IProjectStore projects, JobSignal news, HansardServerOptions options,
        MonotonicClock time, TimeProvider clock, JobBacklog backlog, ILogger<LocalDispatcher> logger)
    {
        _parts = parts;
        (_store, _news, _options, _time, _clock, _logger) = (store, news, options, time, clock, logger);
        _board = new DispatchBoard(QueueRules.Of(options, transcriber, projects)) { Workers = options.Workers };
        backlog.Board = State;

        // Of nodes that share a database, one leads; the others read what clients ask about.
        _leads = options.Database is null;
        _reads = options.Role.ServesClients();
    }

    /// <inheritdoc />
    public async Task<Job?> NextAsync(WorkerOffer offer, CancellationToken cancellationToken)
    {
        while (await OfferAsync(offer, cancellationToken) is { } id)
            if (await ClaimAsync(id, cancellationToken) is { } job) return job;
        return null;
    }

    /// <summary>Names the next job that fits a worker, and waits for one, but not long.</summary>
    /// <returns>The job's id, until it is <see cref="Taken"/>, <see cref="Refused"/> or <see cref="Returned"/>.</returns>
    public async Task<string?> OfferAsync(WorkerOffer offer, CancellationToken cancellationToken)
    {
        var start = _clock.GetTimestamp();
        if (!offer.WaitedForOnly) Interlocked.Increment(ref _asking);
        try
        {
            return await WaitAsync(offer, start, cancellationToken);
        }
        finally
        {
            if (!offer.WaitedForOnly) Interlocked.Decrement(ref _asking);
        }
    }

    /// <summary>The worker that a job was named to has it.</summary>
    public void Taken(string id)
    {
        lock (_gate) _board.Claimed(id);
    }

    /// <summary>A job could not be claimed by the worker that it was named to.</summary>
    public void Refused(string id)
    {
        lock (_gate) _board.Withdraw(id);
        _refused.Enqueue(id);
        _news.Set();
    }

    /// <summary>Gives work from now on to all who ask: reads the queue first.</summary>
    public void Lead()
    {
        _leads = true;
        _passWanted = true;
        _news.Set();
    }

    /// <summary>Gives work to nobody any more, and reads the queue only where clients ask where they stand.</summary>
    public void Rest() => _leads = false;

    /// <inheritdoc />
    public QueueStanding? StandingOf(string id)
    {
        lock (_gate) return _board.StandingOf(id, Now);
    }

    /// <inheritdoc />
    public BoardState State()
    {
        // What a node knew when it led the cluster is out of date soon after.
        if (!_leads && !_reads) return BoardState.Empty;
        lock (_gate) return _board.State();
    }

    /// <inheritdoc />
    public void Ready(string id)
    {
        _told.Enqueue(id);
        _news.Set();
    }

    /// <inheritdoc />
    public void Parted(string id) => Change(board => board.Part(id));

    /// <inheritdoc />
    public void Returned(string id, TimeSpan pause) => Change(board =>
    {
        if (!board.Return(id, Now + (long)pause.TotalMilliseconds, Now)) Ready(id);
    });

    /// <inheritdoc />
    public void Completed(string id, TimeSpan length) => Change(board => board.Complete(id, length.TotalSeconds, Now));

    /// <inheritdoc />
    public void Ended(string id) => Change(board => board.Fail(id, Now));

    /// <inheritdoc />
    public void TakenBack()
    {
        _passWanted = true;
        _news.Set();
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => new ServiceLoop(Log, _clock).RunAsync(RoundAsync, Signal.PauseAfterFault, stoppingToken);

    private long Now => _time.Milliseconds();

    private async Task RoundAsync(CancellationToken stopping)
    {
        var next = _news.Next;
        if (!_leads && !_reads)
        {
            // Another node's: of this one nobody asks anything.
            lock (_gate) _lastPass = null;
            await Signal.WaitAsync(next, LongestWait, _clock, stopping);
            return;
        }

        if (_passWanted || _lastPass is not { } last || _clock.GetElapsedTime(last) >= PassInterval) await PassAsync(stopping);
        else ReadNew();
        ReadTold();
        await Signal.WaitAsync(next, LongestWait, _clock, stopping);
    }

    private void ReadNew()
    {
        long after;
        lock (_gate) after = Math.Max(0, _board.LastSeq - Overlap);
        for (var full = true; full;)
        {
            var rows = _store.Waiting(after, Page);
            full = rows.Count == Page;
            if (rows.Count == 0) return;
            after = rows[^1].Seq;
            Change(board => board.Add(rows, Now));
        }
    }

    // Only as many as there are now: whoever is refused again and again comes with the next round.
    private void ReadTold()
    {
        for (var i = _told.Count; i > 0 && _told.TryDequeue(out var id); i--)
            if (Waiting(id) is { } row) Change(board => board.Add([row], Now));
        for (var i = _refused.Count; i > 0 && _refused.TryDequeue(out var id); i--)
            if (Waiting(id) is { } row)
                Change(board => board.Add([row with { WaitMs = Math.Max(row.WaitMs, PauseAfterRefusal) }], Now));
    }

    private WaitingJob? Waiting(string id) => PartId.TryParse(id, out var part)
        ? _parts.Waiting(part.Value, _options.Jobs.MaximumAttempts)
        : _store.Waiting(id);

    private async Task PassAsync(CancellationToken stopping)
    {
        _passWanted = false;
        lock (_gate) _board.BeginPass();
        try
        {
            var after = 0L;
            for (var full = true; full;)
            {
                var rows = _store.Waiting(after, Page);
                full = rows.Count == Page;
                lock (_gate) _board.Add(rows, Now);
                if (full) after = rows[^1].Seq;

                // Others have their turn between pages.
                await Task.Yield();
                stopping.ThrowIfCancellationRequested();
            }

            // Of recordings that run, so there are few.
            var parts = _options.Database is null ? [] : _parts.Waiting(_options.Jobs.MaximumAttempts, MostParts);
            IReadOnlyList<LeasedJob> running = _options.Database is null ? _store.Leased() : [.. _store.Leased(), .. _parts.Leased()];
            lock (_gate)
            {
                _board.Add(parts, Now);
                _board.EndPass(running, Now);
                CountWorkers();
                _lastPass = _clock.GetTimestamp();
            }
        }
        catch
        {
            _passWanted = true;
            lock (_gate) _board.AbandonPass();
            throw;
        }
        _changed.Set();
    }

    private async Task<string?> WaitAsync(WorkerOffer offer, long start, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = _changed.Next;
            string? id;
            long? ready;
            lock (_gate)
            {
                CountWorkers();
                (id, ready) = (_lastPass is null ? null : _board.Take(offer, Now), _board.NextReady);
            }

            if (id is not null) return id;

            var left = LongestCall - _clock.GetElapsedTime(start);
            if (left <= TimeSpan.Zero) return null;
            var wait = ready is { } at ? TimeSpan.FromMilliseconds(Math.Max(1, at - Now)) : left;
            await Signal.WaitAsync(changed, wait < left ? wait : left, _clock, cancellationToken);
        }
    }

    // Those of other nodes as well: whoever asks, and whoever has a job.
    private void CountWorkers()
    {
        if (_options.Database is not null) _board.Workers = Math.Max(_options.Workers, _asking + _board.Running);
    }

    private async Task<Job?> ClaimAsync(string id, CancellationToken cancellationToken)
    {
        Job? job;
        try
        {
            job = await _store.ClaimAsync(id, _options.Jobs.Lease, cancellationToken);
        }
        catch
        {
            // Whether it is taken shows when it is read again: if it is, its lease runs out.
            Change(board => board.Return(id, Now, Now));
            throw;
        }

        if (job is not null) Taken(id);
        else Refused(id);
        return job;
    }

    private void Change(Action<DispatchBoard> change)
    {
        lock (_gate) change(_board);
        _changed.Set();
    }

    private void Log(Exception exception)
    {
        if (exception is DatabaseUnavailableException) LogUnavailable(exception.Message);
        else LogFault(exception);
    }

    [LoggerMessage(370, LogLevel.Error, "The queue could not be read; it is read again")]
    private partial void LogFault(Exception exception);

    [LoggerMessage(371, LogLevel.Warning, "The queue cannot be read: {Reason}")]
    private partial void LogUnavailable(string reason);

    /// <summary>Set when the board has changed, so that there may be work for those who wait.</summary>
    private sealed class BoardSignal : Signal;
}
