using Hansard.Server.Configuration;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Sql;
using Hansard.Server.Tests.Storage;
using Hansard.Server.Tests.Storage.Sqlite;
using Hansard.Server.Tests.Summaries;
using Hansard.Server.Tests.Webhooks;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hansard.Server.Tests;

/// <summary>What works in the background: a fault of it must neither end the server nor be the end of that work.</summary>
public sealed class BackgroundServicesTests : IDisposable
{
    private readonly DirectoryInfo _watched = Directory.CreateTempSubdirectory("hansard-watch-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _watched.Delete(recursive: true);

    [Theory]
    [InlineData("locked")]
    [InlineData("gone")]
    [InlineData("cancelled")]
    [InlineData("broken")]
    public async Task Stores_that_fail_when_the_services_begin_end_none_of_them(string fault)
    {
        var stores = new FailingStores(() => fault switch
        {
            "locked" => DatabaseUnavailableException.ForLock(),
            "gone" => DatabaseUnavailableException.ForMissingFolder(),
            "cancelled" => new TaskCanceledException("Not by whoever stops the server."),
            _ => new InvalidOperationException("A fault of ours."),
        });
        await using var receiver = await Receiver.StartAsync();
        await using var chat = await ChatStandIn.StartAsync(_ => ChatStandIn.Statements(("Hello.", [1])));
        await using var server = await TestServer.StartAsync(
            options =>
            {
                options.Summaries.BaseAddress = chat.Address;
                options.Summaries.Model = "a-model";
                options.Watch.Folders.Add(new WatchedFolderOptions
                {
                    Folder = _watched.CreateSubdirectory("in").FullName,
                    To = _watched.CreateSubdirectory("out").FullName,
                });
                options.Jobs.Lease = TimeSpan.FromSeconds(1);
                options.Retention.Files = TimeSpan.FromDays(1);
                options.Retention.Interval = TimeSpan.FromMilliseconds(200);
                options.AllowHosts.Add("127.0.0.1");
            },
            replace: stores.Replace);

        // All but those that wait for half a minute.
        await FailedAsync(stores, 2, "IJobStore", "IFetchStore", "IWebhookOutbox", "IRetentionStore");
        await FailedAsync(stores, 1, "ISearchStore");
        // Those of libraries may have nothing to do.
        var services = server.Host.Services.GetServices<IHostedService>().OfType<BackgroundService>()
            .Where(service => service.GetType().Assembly == typeof(HansardServerOptions).Assembly).ToList();
        Assert.True(services.Count >= 7);
        Assert.All(services, service => Assert.False(service.ExecuteTask!.IsCompleted, service.GetType().Name));
        Assert.False(server.Host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);

        stores.Mend();
        var job = await server.EndAsync(await server.TranscribeAsync("hello there", more: new { webhook_url = receiver.Url() }));
        Assert.Equal("completed", job.String("status"));
        await receiver.WaitAsync(1);
        await SummariseAsync(server, job.String("id"));
    }

    [Fact]
    public async Task A_summary_that_cannot_be_stored_when_it_is_written_is_stored_afterwards()
    {
        var stores = new FailingStores(() => DatabaseUnavailableException.ForFullDisk());
        await using var chat = await ChatStandIn.StartAsync(_ =>
        {
            stores.Break();
            return ChatStandIn.Statements(("Hello.", [1]));
        });
        await using var server = await TestServer.StartAsync(
            options =>
            {
                options.Summaries.BaseAddress = chat.Address;
                options.Summaries.Model = "a-model";
            },
            replace: stores.Replace);
        stores.Mend();
        var job = await server.EndAsync(await server.TranscribeAsync("hello there"));
        var address = $"/v1/transcriptions/{job.String("id")}/summaries";
        using (var asked = await server.PostAsync(address, """{"kind": "title"}""")) await Answer.OkAsync(asked, 202);
        await FailedAsync(stores, 1, "ISummaryStore");
        stores.Mend();

        await WrittenAsync(server, address);
        Assert.Single(chat.Asked);
    }

    [Fact]
    public async Task A_database_that_is_locked_when_the_services_begin_ends_nothing()
    {
        var data = await (await TestServer.StartAsync()).StopAndKeepDataAsync();
        await using var chat = await ChatStandIn.StartAsync(_ => ChatStandIn.Statements(("Hello.", [1])));
        using var locking = new Locking(Path.Combine(data, "hansard.db"));
        await using var server = await TestServer.StartAsync(
            options =>
            {
                options.Summaries.BaseAddress = chat.Address;
                options.Summaries.Model = "a-model";
            },
            data,
            services => services.AddHostedService(_ => locking));
        var stopped = server.Host.WaitForShutdownAsync(Cancellation);
        await Task.WhenAny(stopped, Task.Delay(ISqlDatabase.RequestTimeout + TimeSpan.FromSeconds(4), Cancellation));
        Assert.False(stopped.IsCompleted);
        await server.GetAsync("/v1/transcriptions");

        locking.Dispose();
        var job = await server.EndAsync(await server.TranscribeAsync("hello there"));
        await SummariseAsync(server, job.String("id"));
    }

    private static async Task SummariseAsync(TestServer server, string id)
    {
        var address = $"/v1/transcriptions/{id}/summaries";
        using (var asked = await server.PostAsync(address, """{"kind": "title"}""")) await Answer.OkAsync(asked, 202);
        await WrittenAsync(server, address);
    }

    private static async Task WrittenAsync(TestServer server, string address)
    {
        for (var i = 0; ; i++)
        {
            var summary = Assert.Single((await server.GetAsync(address)).GetProperty("summaries").EnumerateArray());
            if (summary.String("status") == "completed") return;
            Assert.True(i < 600, $"It is {summary}.");
            await Task.Delay(50, Cancellation);
        }
    }

    private static async Task FailedAsync(FailingStores stores, int times, params string[] names)
    {
        for (var i = 0; names.Any(name => stores.Failed.GetValueOrDefault(name) < times); i++)
        {
            Assert.True(i < 600, $"Calls that failed are only {string.Join(", ", stores.Failed)}.");
            await Task.Delay(50, Cancellation);
        }
    }

    // Another program takes the database when the server is prepared and no service has begun.
    private sealed class Locking(string database) : IHostedLifecycleService, IDisposable
    {
        private SqliteConnection? _lock;

        public Task StartingAsync(CancellationToken cancellationToken)
        {
            _lock = LockedDatabaseTests.Locked(database);
            return Task.CompletedTask;
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() => _lock?.Dispose();
    }
}
