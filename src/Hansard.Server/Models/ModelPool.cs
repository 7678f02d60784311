using Hansard.Engine;
using Hansard.Server.Configuration;
using Hansard.Server.Jobs;
using Hansard.Server.Observability;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Models;

/// <summary>
/// The speech models in memory: each is loaded when it is first asked for, shared by all who use it, and let go when nobody has used it for
/// <see cref="HansardServerOptions.ModelIdleTime"/>, or sooner where others need its place.
/// </summary>
/// <remarks>
/// <see cref="HansardServerOptions.LoadedModels"/> bounds how many there are. The one that has been idle longest makes room. Where all are
/// in use, one more is loaded all the same, and the first that falls idle goes at once: a job that waited for a place would keep a worker
/// from jobs whose model is there, for as long as the recordings of others take, and could wait for ever where new users of the loaded
/// models keep coming. So nobody waits, and as a worker uses one model at a time, no more are in use than there are workers.
/// </remarks>
/// <param name="load">Loads a model by its name, on a thread of its own.</param>
/// <param name="options">The bound and the idle time.</param>
/// <param name="metrics">Counts loaded models.</param>
/// <param name="clock">Measures the idle time.</param>
/// <param name="logger">Told what comes and goes.</param>
internal sealed partial class ModelPool(
    Func<string, Task<TranscriptionEngine>> load, HansardServerOptions options, ServerMetrics metrics, TimeProvider clock,
    ILogger<ModelPool> logger)
    : IAsyncDisposable
{
    /// <summary>Time for whoever uses a model to find out that it has gone.</summary>
    private static readonly TimeSpan LongestUse = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, PooledModel> _models = new(StringComparer.Ordinal);

    // The longest idle first.
    private readonly LinkedList<PooledModel> _idle = [];

    // One after the other, so that waiting for the last is waiting for all.
    private Task _unloading = Task.CompletedTask;
    private bool _isDisposed;
    private string? _kept;

    private readonly TaskCompletionSource _unused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _users;

    /// <summary>Names of the models that are in memory.</summary>
    public IReadOnlyList<string> LoadedNames
    {
        get
        {
            lock (_gate) return [.. _models.Values.Where(model => model.Engine is not null).Select(model => model.Name)];
        }
    }

    /// <summary>Keeps a model in memory from its next use on, whether somebody uses it or not.</summary>
    public void Keep(string name)
    {
        lock (_gate) _kept = name;
    }

    /// <summary>Takes a model into use, and loads it if it is not there; whoever asks meanwhile waits for the same.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="cancellationToken">Stops waiting; loading itself cannot be stopped, and the next user finds what it gives.</param>
    /// <exception cref="ModelUnavailableException">It cannot be loaded. The next request tries again.</exception>
    public async Task<ModelLease> AcquireAsync(string name, CancellationToken cancellationToken)
    {
        PooledModel? model;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_models.TryGetValue(name, out model)) model = Add(name);
            model.Users++;
            _users++;
            EndIdleness(model);
        }

        try
        {
            return new ModelLease(await model.Loading.WaitAsync(cancellationToken), () => Release(model));
        }
        catch
        {
            Release(model);
            throw;
        }
    }

    /// <summary>
    /// Lets all models go, those in use too: their running windows are finished first, and whoever uses them has some time to notice.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        Task unloaded;
        lock (_gate)
        {
            _isDisposed = true;
            if (_users == 0) _unused.TrySetResult();
            foreach (var model in _models.Values.Where(model => model.Engine is not null).ToList()) Unload(model);
            unloaded = _unloading;
        }

        // One that is still being loaded goes as soon as it has been: a server that stops does not wait for it.
        await unloaded;
        // What is around a window, as voice activity is, belongs to the resources that go next: none may be computing with them then.
        await _unused.Task.WaitAsync(LongestUse).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_unused.Task.IsCompleted) LogStillUsed(LongestUse.TotalSeconds);
    }

    private PooledModel Add(string name)
    {
        MakeRoom(forOthers: 1);
        var unloading = _unloading;
        var loaded = new TaskCompletionSource<TranscriptionEngine>(TaskCreationOptions.RunContinuationsAsynchronously);
        var model = new PooledModel(name) { Loading = loaded.Task };
        _models.Add(name, model);
        _ = Task.Run(() => LoadAsync(model, loaded, unloading));
        return model;
    }

    private async Task LoadAsync(PooledModel model, TaskCompletionSource<TranscriptionEngine> loaded, Task unloading)
    {
        try
        {
            // What made room for it, and it, are not in memory together.
            await unloading;
            var started = clock.GetTimestamp();
            var engine = await load(model.Name);
            metrics.ModelLoaded(model.Name);
            LogLoaded(model.Name, clock.GetElapsedTime(started).TotalSeconds);
            Loaded(model, engine);
            loaded.SetResult(engine);
        }
        catch (Exception exception)
        {
            LogNotLoaded(model.Name, exception.Message);
            lock (_gate) _models.Remove(model.Name);
            loaded.SetException(new ModelUnavailableException(model.Name, exception));

            // Observed, also where everybody who asked for it has gone.
            _ = loaded.Task.Exception;
        }
    }

    private void Loaded(PooledModel model, TranscriptionEngine engine)
    {
        lock (_gate)
        {
            model.Engine = engine;
            if (_isDisposed) Unload(model);
            else if (model.Users == 0) BeginIdleness(model);
        }
    }

    private void Release(PooledModel model)
    {
        lock (_gate)
        {
            if (--model.Users == 0 && model.Engine is not null && !_isDisposed) BeginIdleness(model);
            if (--_users == 0 && _isDisposed) _unused.TrySetResult();
        }
    }

    private void BeginIdleness(PooledModel model)
    {
        if (model.Name == _kept) return;
        var place = _idle.AddLast(model);
        model.IdlePlace = place;
        model.IdleTimer = clock.CreateTimer(_ => Expire(place), null, options.ModelIdleTime, Timeout.InfiniteTimeSpan);
        MakeRoom(forOthers: 0);
    }

    private void EndIdleness(PooledModel model)
    {
        if (model.IdlePlace is null) return;
        _idle.Remove(model.IdlePlace);
        model.IdlePlace = null;
        model.IdleTimer?.Dispose();
        model.IdleTimer = null;
    }

    private void MakeRoom(int forOthers)
    {
        while (_models.Count + forOthers > options.LoadedModels && _idle.First is { Value: var longest }) Unload(longest);
    }

    // A timer may come when its model has just been taken into use again.
    private void Expire(LinkedListNode<PooledModel> place)
    {
        lock (_gate)
        {
            if (place.Value.IdlePlace == place) Unload(place.Value);
        }
    }

    private void Unload(PooledModel model)
    {
        EndIdleness(model);
        _models.Remove(model.Name);
        var before = _unloading;
        _unloading = Task.Run(() => UnloadAsync(model, before));
    }

    private async Task UnloadAsync(PooledModel model, Task before)
    {
        await before;
        try
        {
            await model.Engine!.DisposeAsync();
        }
        catch (Exception exception)
        {
            // Nobody waits for it who could do anything about it.
            LogNotUnloaded(exception, model.Name);
        }

        metrics.ModelUnloaded(model.Name);
        LogUnloaded(model.Name);
    }

    [LoggerMessage(131, LogLevel.Information, "The model {Model} is loaded, in {Seconds:0.0} s")]
    private partial void LogLoaded(string model, double seconds);

    [LoggerMessage(132, LogLevel.Error, "The model {Model} cannot be loaded, and the next job that asks for it tries again: {Reason}")]
    private partial void LogNotLoaded(string model, string reason);

    [LoggerMessage(133, LogLevel.Information, "The model {Model} is let go of")]
    private partial void LogUnloaded(string model);

    [LoggerMessage(340, LogLevel.Warning, "A model is still in use {Seconds:0} s after the server has stopped")]
    private partial void LogStillUsed(double seconds);

    [LoggerMessage(134, LogLevel.Error, "The model {Model} could not be let go of cleanly")]
    private partial void LogNotUnloaded(Exception exception, string model);
}
