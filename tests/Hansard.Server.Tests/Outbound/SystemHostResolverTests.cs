using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hansard.Server.Configuration;
using Hansard.Server.Outbound;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Outbound;

public sealed class SystemHostResolverTests : IDisposable
{
    private readonly ManualResetEventSlim _release = new();
    private readonly ConcurrentDictionary<string, bool> _pool = new();

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_systems_own_names_resolve()
    {
        var resolver = new SystemHostResolver(new LookupOptions(), TimeProvider.System);

        Assert.All(await resolver.ResolveAsync("localhost", "p", Cancel), address => Assert.True(IPAddress.IsLoopback(address)));
        var failure = await Assert.ThrowsAsync<SocketException>(() => resolver.ResolveAsync("nowhere.invalid", "p", Cancel));
        Assert.Contains(failure.SocketErrorCode, (SocketError[])[SocketError.HostNotFound, SocketError.NoData, SocketError.TryAgain]);
    }

    [Fact]
    public async Task A_name_that_hangs_is_given_up_at_the_time_limit()
    {
        var resolver = Resolver(new LookupOptions { Timeout = TimeSpan.FromMilliseconds(200) });

        var failure = await Assert.ThrowsAsync<SocketException>(
            () => resolver.ResolveAsync("hangs.test", "p", Cancel)).WaitAsync(Patience, Cancel);

        Assert.Equal(SocketError.TryAgain, failure.SocketErrorCode);
    }

    [Fact]
    public async Task Names_that_hang_block_neither_the_pool_nor_another_projects_names()
    {
        var resolver = Resolver(new LookupOptions { Timeout = TimeSpan.FromMinutes(1) });
        var hanging = Enumerable.Range(0, 150).Select(i => resolver.ResolveAsync($"hangs-{i}.test", "a", Cancel)).ToList();
        var watch = Stopwatch.StartNew();

        Assert.Single(await resolver.ResolveAsync("good.test", "b", Cancel).WaitAsync(Patience, Cancel));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"It took {watch.Elapsed}.");
        Assert.DoesNotContain(hanging, task => task.IsCompleted);
        Assert.InRange(_pool.Count, 1, 17);
        Assert.All(_pool.Values, Assert.False);
        _release.Set();
        foreach (var task in hanging) Assert.NotEmpty(await task);
    }

    [Fact]
    public async Task A_thread_that_is_still_held_counts_although_nobody_waits_any_more()
    {
        var resolver = Resolver(new LookupOptions { Timeout = TimeSpan.FromMilliseconds(300), ConcurrencyPerProject = 2 });
        for (var i = 0; i < 6; i++)
            await Assert.ThrowsAsync<SocketException>(() => resolver.ResolveAsync($"hangs-{i}.test", "a", Cancel));

        Assert.Equal(2, _pool.Count);
        _release.Set();
        Assert.NotEmpty(await Eventually(() => resolver.ResolveAsync("hangs-7.test", "a", Cancel)));
    }

    [Fact]
    public async Task A_server_answers_while_the_names_of_150_jobs_hang()
    {
        await using var host = await LoopbackServer.StartAsync(context => context.Response.WriteAsync("from afar", Cancel));
        await using var server = await TestServer.StartAsync(
            options =>
            {
                options.Limits.PendingTranscriptions = 1000;
                options.AllowHosts.Add("good.test");
            },
            replace: services => services.AddSingleton<IHostResolver>(new SystemHostResolver(
                new LookupOptions(),
                TimeProvider.System,
                name =>
                {
                    if (name == "good.test") return [IPAddress.Loopback];
                    Hang(name);
                    throw new SocketException((int)SocketError.HostNotFound);
                })));
        using var other = await server.NewProjectAsync("other");
        for (var i = 0; i < 150; i++) await server.Client.CreateAsync("audio_url", $"http://hangs-{i}.test/a.mp3");

        var watch = Stopwatch.StartNew();
        var ended = await server.EndAsync(await other.CreateAsync("audio_url", $"http://good.test:{host.Port}/a.mp3"), other);

        Assert.Equal("completed", ended.String("status"));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"It took {watch.Elapsed}.");
        _release.Set();
    }

    public void Dispose()
    {
        _release.Set();
        _release.Dispose();
    }

    private SystemHostResolver Resolver(LookupOptions options) => new(options, TimeProvider.System, Hang);

    private IPAddress[] Hang(string name)
    {
        _pool[name] = Thread.CurrentThread.IsThreadPoolThread;
        if (name.StartsWith("hangs", StringComparison.Ordinal)) _release.Wait(TimeSpan.FromMinutes(1));
        return [IPAddress.Parse("8.8.8.8")];
    }

    // Threads that were held end a moment after they are let go.
    private static async Task<T> Eventually<T>(Func<Task<T>> act)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await act();
            }
            catch (SocketException) when (attempt < 50)
            {
                await Task.Delay(100, Cancel);
            }
        }
    }
}
