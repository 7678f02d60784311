using System.Diagnostics.Metrics;
using Hansard.Engine;
using Hansard.Engine.Tests;
using Hansard.Server.Configuration;
using Hansard.Server.Jobs;
using Hansard.Server.Models;
using Hansard.Server.Observability;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Hansard.Server.Tests.Models;

/// <summary>Which models are in memory, with real engines of small models and a clock of the test's.</summary>
public sealed class ModelPoolTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _clock = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly LoadedModels _loaded = new();
    private readonly LogLines _log = new();
    private readonly List<string> _loads = [];
    private EngineResources? _resources;

    private IMeterFactory Factory => _services.GetRequiredService<IMeterFactory>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _resources = EngineResources.Load(new EngineOptions { ModelsDirectory = Fixtures.Models, Threads = 1 });
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _resources!.DisposeAsync();
        await _services.DisposeAsync();
        _loaded.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Many_first_requests_at_once_load_a_model_once_and_share_it()
    {
        var gate = new TaskCompletionSource();
        await using var pool = NewPool(load: async name =>
        {
            await gate.Task;
            return await LoadAsync(name);
        });
        var waiting = Enumerable.Range(0, 50).Select(_ => Task.Run(() => pool.AcquireAsync("a", Cancellation))).ToList();
        gate.SetResult();
        var leases = await Task.WhenAll(waiting).WaitAsync(Patience, Cancellation);
        Assert.Equal(["a"], _loads);
        Assert.Single(leases.Select(lease => lease.Engine).Distinct());
        foreach (var lease in leases) lease.Dispose();
    }

    [Fact]
    public async Task A_model_that_nobody_uses_is_let_go_after_the_idle_time_and_loaded_again_when_it_is_asked_for()
    {
        await using var pool = NewPool();
        var first = await UseAsync(pool, "a");
        _clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        Assert.Same(first, await UseAsync(pool, "a"));

        // Used meanwhile: the time begins again.
        _clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        Assert.Same(first, await UseAsync(pool, "a"));
        _clock.Advance(TimeSpan.FromMinutes(15));
        await AssertLetGoAsync(first);

        Assert.NotSame(first, await UseAsync(pool, "a"));
        Assert.Equal(["a", "a"], _loads);
    }

    [Fact]
    public async Task A_model_in_use_stays_however_long_that_takes()
    {
        await using var pool = NewPool();
        var lease = await pool.AcquireAsync("a", Cancellation);
        var engine = await UseAsync(pool, "a");
        _clock.Advance(TimeSpan.FromHours(5));
        await lease.Engine.WarmUpAsync(Cancellation);

        lease.Dispose();

        // A second time does not count.
        lease.Dispose();
        _clock.Advance(TimeSpan.FromMinutes(15));
        await AssertLetGoAsync(engine);
    }

    [Fact]
    public async Task A_model_that_is_kept_stays_without_users_and_the_end_waits_for_nobody()
    {
        var pool = NewPool(most: 1);
        pool.Keep("a");
        var kept = await UseAsync(pool, "a");
        _clock.Advance(TimeSpan.FromHours(5));
        await UseAsync(pool, "b");

        Assert.Same(kept, await UseAsync(pool, "a"));
        await pool.DisposeAsync();
        Assert.Empty(_log.Severe);
        await AssertLetGoAsync(kept);
    }

    [Fact]
    public async Task The_model_that_has_been_idle_longest_makes_room()
    {
        await using var pool = NewPool(most: 2);
        var a = await UseAsync(pool, "a");
        var b = await UseAsync(pool, "b");
        Assert.Same(a, await UseAsync(pool, "a"));
        var c = await UseAsync(pool, "c");
        await AssertLetGoAsync(b);
        Assert.Same(a, await UseAsync(pool, "a"));
        Assert.Same(c, await UseAsync(pool, "c"));
        Assert.Equal(["a", "b", "c"], _loads);
    }

    [Fact]
    public async Task Where_all_are_in_use_nobody_waits_and_the_first_that_falls_idle_goes_at_once()
    {
        await using var pool = NewPool(most: 1);
        using var a = await pool.AcquireAsync("a", Cancellation);
        var b = await pool.AcquireAsync("b", Cancellation);
        await a.Engine.WarmUpAsync(Cancellation);
        await b.Engine.WarmUpAsync(Cancellation);
        b.Dispose();
        await AssertLetGoAsync(b.Engine);
        await a.Engine.WarmUpAsync(Cancellation);
    }

    [Fact]
    public async Task Who_is_cancelled_while_a_model_is_loaded_goes_at_once_and_the_next_finds_what_was_loaded()
    {
        var gate = new TaskCompletionSource();
        await using var pool = NewPool(load: async name =>
        {
            await gate.Task;
            return await LoadAsync(name);
        });
        using var cancellation = new CancellationTokenSource();
        var first = pool.AcquireAsync("a", cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(Patience, Cancellation));
        var second = pool.AcquireAsync("a", Cancellation);
        gate.SetResult();
        using (await second.WaitAsync(Patience, Cancellation)) Assert.Equal(["a"], _loads);
    }

    [Fact]
    public async Task A_model_that_everybody_has_given_up_is_let_go_after_the_idle_time_as_well()
    {
        var loading = new TaskCompletionSource<TranscriptionEngine>();
        await using var pool = NewPool(load: _ => loading.Task);
        using var cancellation = new CancellationTokenSource();
        var first = pool.AcquireAsync("a", cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(Patience, Cancellation));
        var engine = await LoadAsync("a");
        loading.SetResult(engine);
        await UntilAsync(() => _loaded.In(Factory).Length == 1);

        // It becomes idle just after it is counted: each step of the clock is a chance for the timer.
        await UntilAsync(() =>
        {
            _clock.Advance(TimeSpan.FromMinutes(15));
            return _loaded.In(Factory).Length == 0;
        });
        await AssertLetGoAsync(engine);
    }

    [Fact]
    public async Task What_cannot_be_loaded_fails_all_who_wait_and_the_next_request_tries_again()
    {
        var gate = new TaskCompletionSource();
        var isMissing = true;
        await using var pool = NewPool(load: async name =>
        {
            await gate.Task;
            return isMissing ? throw new FileNotFoundException("There is no such file.") : await LoadAsync(name);
        });
        var waiting = Enumerable.Range(0, 5).Select(_ => pool.AcquireAsync("a", Cancellation)).ToList();
        gate.SetResult();
        foreach (var request in waiting)
        {
            var error = await Assert.ThrowsAsync<ModelUnavailableException>(() => request.WaitAsync(Patience, Cancellation));
            Assert.Equal("a", error.Model);
            Assert.IsType<FileNotFoundException>(error.InnerException);
        }

        isMissing = false;
        await UseAsync(pool, "a");
    }

    [Fact]
    public async Task Loaded_models_are_counted()
    {
        await using (var pool = NewPool(most: 2))
        {
            foreach (var name in (string[])["a", "b", "c"]) await UseAsync(pool, name);
            await UntilAsync(() => _loaded.In(Factory) is ["b", "c"]);
            _clock.Advance(TimeSpan.FromMinutes(15));
            await UntilAsync(() => _loaded.In(Factory).Length == 0);
            await UseAsync(pool, "a");
            Assert.Equal(["a"], _loaded.In(Factory));
        }

        Assert.Empty(_loaded.In(Factory));
    }

    [Fact]
    public async Task A_pool_that_is_disposed_of_lets_all_go_those_too_that_are_still_being_loaded()
    {
        var loading = new TaskCompletionSource<TranscriptionEngine>();
        var pool = NewPool(load: name => name == "slow" ? loading.Task : LoadAsync(name));
        var used = await pool.AcquireAsync("a", Cancellation);
        var slow = pool.AcquireAsync("slow", Cancellation);
        await pool.DisposeAsync();
        await AssertLetGoAsync(used.Engine);
        used.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pool.AcquireAsync("a", Cancellation));

        var late = await LoadAsync("slow");
        loading.SetResult(late);
        (await slow.WaitAsync(Patience, Cancellation)).Dispose();
        await AssertLetGoAsync(late);
    }

    private ModelPool NewPool(int most = 3, Func<string, Task<TranscriptionEngine>>? load = null) => new(
        load ?? LoadAsync,
        new HansardServerOptions { LoadedModels = most },
        new ServerMetrics(Factory, new NoJobs(), new NoJobs()),
        _clock,
        new Logger<ModelPool>(new LoggerFactory([_log])));

    private Task<TranscriptionEngine> LoadAsync(string name)
    {
        lock (_loads) _loads.Add(name);
        return Task.Run(() => TranscriptionEngine.Create(_resources!, Fixtures.PathOf("models", "parakeet-random")));
    }

    private static async Task<TranscriptionEngine> UseAsync(ModelPool pool, string name)
    {
        using var lease = await pool.AcquireAsync(name, Cancellation).WaitAsync(Patience, Cancellation);
        await lease.Engine.WarmUpAsync(Cancellation);
        return lease.Engine;
    }

    private static Task AssertLetGoAsync(TranscriptionEngine engine) => UntilAsync(async () =>
    {
        try
        {
            await engine.WarmUpAsync(Cancellation);
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            // It was let go of while this waited for a thread.
            return false;
        }
    });

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (!await condition())
        {
            Assert.True(DateTime.UtcNow < deadline, "It does not come about.");
            await Task.Delay(10, Cancellation);
        }
    }

    private sealed class NoJobs : IJobBacklog, IWorkActivity
    {
        public WorkActivity Now() => default;

        public BacklogDepth Depth() => default;

        public QueuedAudio Queued() => new(new Dictionary<string, double>(), TimeSpan.Zero);
    }
}
