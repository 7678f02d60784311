using System.Collections.Concurrent;
using Hansard.Engine.Distribution;
using Hansard.Server.Storage;

namespace Hansard.Server.Jobs.Parts;

/// <summary>The parts of one job whose worker this is: offers them to all, and gets their results.</summary>
/// <remarks>
/// Progress depends on nobody else: whenever the engine has nothing to do but wait, a part that nobody has is recognised here. What a
/// former worker of the job has had recognised is found by its content.
/// </remarks>
internal sealed class JobParts : ISpeechParts, IAsyncDisposable
{
    // Parts are some minutes long, and the database has other things to do.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<int, Wanted> _wanted = new();
    private readonly CancellationTokenSource _stop;
    private readonly Job _job;
    private readonly JobProgress _progress;
    private readonly PartDesk _desk;
    private readonly Task _watch;
    private readonly Task _work;
    private volatile bool _reading = true;

    /// <param name="job">The worker's.</param>
    /// <param name="progress">Told that the work goes on.</param>
    /// <param name="desk">Stores the parts and offers them.</param>
    /// <param name="cancellationToken">The job is this worker's no more.</param>
    public JobParts(Job job, JobProgress progress, PartDesk desk, CancellationToken cancellationToken)
    {
        (_job, _progress, _desk) = (job, progress, desk);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _watch = WatchAsync(_stop.Token);
        _work = WorkAsync(_stop.Token);
    }

    /// <inheritdoc />
    public TimeSpan PartLength => _desk.PartLength;

    /// <inheritdoc />
    public int Outstanding => PartDesk.MostOutstanding;

    /// <inheritdoc />
    public void Reads(bool isReading) => _reading = isReading;

    /// <inheritdoc />
    public async Task SubmitAsync(int number, WorkPart part, CancellationToken cancellationToken)
    {
        var wanted = new Wanted();
        var (state, result) = await OfferAsync(number, part, cancellationToken);
        wanted.Number = state.Number;
        if (result is not null) wanted.Result.TrySetResult(result);
        _wanted[number] = wanted;
        _progress.Alive();
    }

    /// <inheritdoc />
    public async Task<WorkResult> ResultAsync(int number, CancellationToken cancellationToken)
    {
        try
        {
            return await _wanted[number].Result.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            _wanted.TryRemove(number, out _);
        }
    }

    /// <summary>Ends the work here: what runs is handed back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await ((Task)_watch).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ((Task)_work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    // A database or a place of objects that is away costs time, and no attempt; how long that may take, the job's own progress says.
    private async Task<(PartState State, WorkResult? Result)> OfferAsync(
        int number, WorkPart part, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await _desk.OfferAsync(_job, number, part, cancellationToken);
            }
            catch (Exception exception) when (exception is DatabaseUnavailableException or ObjectsUnavailableException)
            {
                _desk.Unwatched(_job, exception);
                await _desk.PauseAsync(PauseAfterFault, cancellationToken);
            }
        }
    }

    private IEnumerable<Wanted> Open => _wanted.Values.Where(wanted => !wanted.Result.Task.IsCompleted);

    private async Task WatchAsync(CancellationToken stop)
    {
        while (true)
        {
            await _desk.PauseAsync(Interval, stop);
            if (!Open.Any()) continue;
            try
            {
                await LookAsync(stop);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                _desk.Unwatched(_job, exception);
            }
        }
    }

    private async Task LookAsync(CancellationToken stop)
    {
        var states = _desk.Of(_job).ToDictionary(state => state.Number);
        foreach (var wanted in Open)
        {
            // None: the job has ended, as its lease will tell.
            if (!states.TryGetValue(wanted.Number, out var state)) continue;
            if (state.IsLeased) _progress.Alive();
            if (state.Result is not null)
            {
                if (await _desk.ReadAsync(_job, state, stop) is { } result) wanted.Result.TrySetResult(result);
                _progress.Alive();
            }
            else if (!state.IsLeased && state.Attempts >= _desk.MaximumAttempts)
            {
                wanted.Result.TrySetException(new InvalidOperationException(
                    $"Part {state.Number} of the recording failed {state.Attempts} times."));
            }
        }
    }

    private async Task WorkAsync(CancellationToken stop)
    {
        while (true)
        {
            await _desk.PauseAsync(Interval, stop);
            try
            {
                while (!_reading && await ClaimAsync(stop) is { } part)
                {
                    _progress.Alive();
                    await _desk.RunAsync(part, stop);
                    await LookAsync(stop);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                _desk.Unwatched(_job, exception);
            }
        }
    }

    // The oldest: its result are the next that are missing.
    private async Task<Job?> ClaimAsync(CancellationToken stop)
    {
        if (!Open.Any()) return null;
        var own = Open.Select(wanted => wanted.Number).ToHashSet();
        foreach (var state in _desk.Of(_job))
        {
            if (state.Result is not null || state.IsLeased || state.Attempts >= _desk.MaximumAttempts || !own.Contains(state.Number))
                continue;
            if (await _desk.ClaimAsync(new PartId(_job.Id, state.Number), stop) is { } part) return part;
        }
        return null;
    }

    /// <summary>A part whose result are waited for.</summary>
    private sealed class Wanted
    {
        public long Number { get; set; }

        public TaskCompletionSource<WorkResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
