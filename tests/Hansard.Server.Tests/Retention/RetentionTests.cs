using Dapper;
using Hansard.Server.Retention;
using Hansard.Server.Storage.Sql;
using Hansard.Server.Tests.Files;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Tests.Retention;

public sealed class RetentionTests
{
    [Fact]
    public async Task Files_and_transcriptions_of_a_set_age_are_deleted_with_their_bytes()
    {
        await using var server = await TestServer.StartAsync(options =>
            (options.Retention.Files, options.Retention.Transcriptions, options.Retention.Interval) =
                (TimeSpan.FromDays(1), TimeSpan.FromDays(1), TimeSpan.FromMilliseconds(100)));
        var old = await server.EndAsync(await server.TranscribeAsync("old"));
        await server.Host.Services.GetRequiredService<ISqlDatabase>().WriteAsync(
            c => c.Execute(
                "UPDATE files SET created_at = created_at - 90000000; "
                + "UPDATE transcriptions SET created_at = created_at - 90000000, ended_at = ended_at - 90000000"),
            TestContext.Current.CancellationToken);
        var young = await server.EndAsync(await server.TranscribeAsync("young"));

        var deadline = DateTime.UtcNow.AddSeconds(10);
        while (await CountAsync() > 2 && DateTime.UtcNow < deadline) await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Equal(2, await CountAsync());
        using (var gone = await server.Client.GetAsync($"/v1/transcriptions/{old.String("id")}/transcript"))
            await Answer.ErrorAsync(gone, 404, "transcription_not_found");
        await server.GetAsync($"/v1/transcriptions/{young.String("id")}/transcript");
        Assert.Single(FilesTests.StoredFiles(server));

        async Task<int> CountAsync()
            => (await server.GetAsync("/v1/files/count")).GetProperty("total").GetInt32()
                + (await server.GetAsync("/v1/transcriptions/count")).GetProperty("total").GetInt32();
    }

    [Fact]
    public async Task Without_retention_nothing_is_deleted()
    {
        await using var server = await TestServer.StartAsync(options => options.Retention.Interval = TimeSpan.FromMilliseconds(100));
        await server.EndAsync(await server.TranscribeAsync("old"));
        await server.Host.Services.GetRequiredService<ISqlDatabase>().WriteAsync(
            c => c.Execute(
                "UPDATE files SET created_at = 0; UPDATE transcriptions SET created_at = 0, ended_at = 0"),
            TestContext.Current.CancellationToken);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Equal(1, (await server.GetAsync("/v1/files/count")).GetProperty("total").GetInt32());
        Assert.Equal(1, (await server.GetAsync("/v1/transcriptions/count")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Changes_of_what_people_have_deleted_are_forgotten_where_nothing_is_deleted_by_age_too()
    {
        var clock = new ShiftedClock();
        await using var server = await TestServer.StartAsync(
            options => options.Retention.Interval = TimeSpan.FromHours(1),
            replace: services => services.AddSingleton<TimeProvider>(clock));
        var database = server.Host.Services.GetRequiredService<ISqlDatabase>();
        var kept = await server.EndAsync(await server.TranscribeAsync("kept"));
        var deleted = await server.EndAsync(await server.TranscribeAsync("deleted"));
        using (await server.Client.DeleteAsync($"/v1/transcriptions/{deleted.String("id")}")) { }

        // Ten thousand changes later.
        await database.WriteAsync(
            c => c.Execute("INSERT INTO transcription_changes (seq, transcription_id, project_id) VALUES (20000, 'x', 'x')"),
            TestContext.Current.CancellationToken);
        clock.Shift(TimeSpan.FromHours(2));
        await SweepAsync(server);
        Assert.Equal(
            [kept.String("id"), "x"],
            database.Read(c => c.Query<string>("SELECT transcription_id FROM transcription_changes ORDER BY seq").AsList()));
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_by_a_year_deletes_a_days_expiries_a_sweep_and_no_more()
    {
        var clock = new ShiftedClock();
        var server = await StartAsync(clock);
        await server.UploadAsync("today");
        await SweepAsync(server);

        clock.Shift(TimeSpan.FromDays(400));
        for (var sweep = 0; sweep < 3; sweep++) await SweepAsync(server);
        Assert.Equal(1, await FilesAsync(server));

        // Restarts, each with its first sweep, do not count from where the clock is.
        for (var start = 0; start < 2; start++)
        {
            using var log = new LogLines();
            server = await StartAsync(clock, await server.StopAndKeepDataAsync(), log);
            await log.WaitAsync("days ahead of the last deletion by age");
            Assert.Equal(1, await FilesAsync(server));
        }

        // Right again: nothing has happened.
        clock.Shift(TimeSpan.FromDays(-400));
        await SweepAsync(server);
        Assert.Equal(1, await FilesAsync(server));
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_was_off_for_a_fortnight_catches_up_by_a_days_expiries_a_sweep()
    {
        var clock = new ShiftedClock();
        await using var server = await StartAsync(clock);
        for (var day = 0; day < 3; day++)
        {
            await server.UploadAsync($"day {day}");
            await SweepAsync(server);
            clock.Shift(TimeSpan.FromDays(1));
        }

        clock.Shift(TimeSpan.FromDays(14));
        List<int> left = [3];
        for (var sweep = 0; sweep < 14; sweep++)
        {
            await SweepAsync(server);
            left.Add(await FilesAsync(server));
        }

        Assert.Equal(0, left[^1]);
        Assert.All(left.Zip(left.Skip(1)), pair => Assert.InRange(pair.First - pair.Second, 0, 1));
    }

    [Fact]
    public async Task An_age_set_on_an_old_archive_deletes_a_day_of_it_a_sweep_and_logs_what_and_why()
    {
        using var log = new LogLines();
        await using var server = await StartAsync(new ShiftedClock(), log: log);
        List<string> ids = [];
        foreach (var days in (double[])[100, 50, 49.5])
        {
            ids.Add((await server.UploadAsync("old")).String("id"));
            await server.Host.Services.GetRequiredService<ISqlDatabase>().WriteAsync(
                c => c.Execute(
                    "UPDATE files SET created_at = created_at - @age WHERE id = @id",
                    new { id = ids[^1], age = (long)TimeSpan.FromDays(days).TotalMilliseconds }),
                TestContext.Current.CancellationToken);
        }

        await SweepAsync(server);
        Assert.Equal(2, await FilesAsync(server));
        await log.WaitAsync($"as they are kept for 7.00:00:00: {ids[0]}");
        await SweepAsync(server);
        Assert.Equal(0, await FilesAsync(server));
    }

    // The interval is long: after the first sweep there are only those that a test asks for.
    private static async Task<TestServer> StartAsync(ShiftedClock clock, string? data = null, LogLines? log = null)
    {
        var server = await TestServer.StartAsync(
            options =>
            {
                (options.Retention.Files, options.Retention.Interval) = (TimeSpan.FromDays(7), TimeSpan.FromHours(1));
                if (log is not null) options.Log.Level = LogLevel.Information;
            },
            data,
            services =>
            {
                services.AddSingleton<TimeProvider>(clock);
                if (log is not null) services.AddSingleton<ILoggerProvider>(log);
            });
        var database = server.Host.Services.GetRequiredService<ISqlDatabase>();
        for (var i = 0; i < 500 && !HasSwept(); i++)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        return server;

        bool HasSwept() => database.Read(
            c => c.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM settings WHERE name = 'retention_time')"));
    }

    private static Task SweepAsync(TestServer server)
        => server.Host.Services.GetServices<IHostedService>()
            .OfType<RetentionService>()
            .Single()
            .SweepAsync(TestContext.Current.CancellationToken);

    private static async Task<int> FilesAsync(TestServer server)
        => (await server.GetAsync("/v1/files/count")).GetProperty("total").GetInt32();
}
