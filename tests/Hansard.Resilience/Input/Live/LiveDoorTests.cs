using Hansard.Resilience.Reports;
using Hansard.Server.Doors.Streaming;
using Hansard.Server.Jobs;
using Hansard.Server.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hansard.Resilience.Input.Live;

/// <summary>Live sessions of both protocols whose messages and frames are wrong.</summary>
public sealed class LiveDoorTests(ResilienceReport report)
{
    [Fact]
    public Task Sessions_end_with_an_error_of_their_protocol_and_leave_nothing() => TryAsync(isLong: false);

    [Fact(Explicit = true)]
    public Task Sessions_end_with_an_error_of_their_protocol_and_leave_nothing_by_the_thousand() => TryAsync(isLong: true);

    private async Task TryAsync(bool isLong)
    {
        var run = InputRun.Of("messages and frames of live sessions", isLong, 400, 20_000);
        using var log = new FaultLog();
        await using var server = await TestServer.StartAsync(
            options =>
            {
                options.Log.Level = LogLevel.Error;
                options.Doors.Live.Sessions = 256;
                options.Doors.Live.Idle = TimeSpan.FromSeconds(3);
                options.Doors.OpenAi.RealtimeIdle = TimeSpan.FromSeconds(3);
            },
            replace: services => services.AddSingleton<ILoggerProvider>(log).AddSingleton<ILiveTranscriber, EchoTranscriber>());
        await run.TryAllAsync(24, async input =>
        {
            var isRealtime = input.OnceIn(2);
            var path = isRealtime ? "/v1/realtime?intent=transcription" : "/transcribe-websocket";
            var outcome = await new FuzzedSession(input, isRealtime).RunAsync(server.Host.Address, path);
            return $"{(isRealtime ? "realtime" : "live")} {outcome}";
        });

        var slots = server.Host.Services.GetRequiredService<LiveSlots>();
        for (var i = 0; i < 200 && slots.Open > 0; i++) await Task.Delay(100, TestContext.Current.CancellationToken);
        if (slots.Open > 0) run.Fail($"{slots.Open} sessions are open.");
        foreach (var line in log.Lines.Take(3)) run.Fail($"The log has an error: {line}");
        run.End(report, run.CheckOwnMemory());
    }
}
