using System.Net.Http.Json;
using Hansard.Resilience.Ledgers;
using Hansard.Resilience.Reports;
using Hansard.Server.Tests;

namespace Hansard.Resilience.LiveCrashes;

/// <summary>
/// A server that is stopped or killed while live sessions run. What a client was told is final came once and in order; a stop is told to it
/// after all of that, and counted; after a kill its connection ends, and it can begin again at once.
/// </summary>
public sealed class LiveCrashTests(ResilienceReport report)
{
    private const int Sessions = 6;
    private const string Always = "start_time=2020-01-01T00:00:00Z&end_time=2099-01-01T00:00:00Z";

    // What is told and counted in two steps may have been cut between them.
    private static readonly TimeSpan Counted = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData("TERM", 4)]
    [InlineData("KILL", 4)]
    public Task What_was_told_is_in_order_and_every_session_has_a_clear_end(string signal, int times)
        => StopAsync(FaultRun.Short(Name(signal), times), signal);

    [Theory(Explicit = true)]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public Task What_was_told_is_in_order_and_every_session_has_a_clear_end_a_thousand_times(string signal)
        => StopAsync(FaultRun.Long(Name(signal)), signal);

    private static string Name(string signal) => $"SIG{signal} within live sessions";

    private async Task StopAsync(FaultRun run, string signal)
    {
        using var server = new ServerProcess(WorkedServer.Settings($"Doors:Live:Sessions={Sessions}"));
        await server.StartAsync();
        List<string> losses = [];
        var (told, ended, broken) = (0, 0, 0);
        for (var i = 0; i < run.Times; i++)
        {
            using var client = server.NewClient();
            CountedSession[] sessions = [await WithTemporaryKeyAsync(client), .. New(Sessions - 1)];
            var running = Task.WhenAll(sessions.Select(session => session.RunAsync(server.Address, run.Random.Next(1, 60))));
            await Task.Delay(run.Random.Next(1_200), TestContext.Current.CancellationToken);
            var struck = DateTime.UtcNow;
            if (signal == "TERM") await server.StopAsync();
            else await server.KillAsync();
            await running;
            await server.StartAsync();
            var used = await UsedAsync(server);
            foreach (var session in sessions) losses.AddRange(Faults(session, used, struck, isKill: signal == "KILL"));
            losses.AddRange(await AfterwardsAsync(server, sessions[0]));
            told += sessions.Sum(session => session.Final.Count);
            ended += sessions.Count(session => session.Error is not null);
            broken += sessions.Count(session => session.IsBroken);
        }

        report.Conclude(
            "Crashes", run, losses,
            $"{run.Times * Sessions:N0} sessions, {told:N0} words, {ended:N0} told of the stop, {broken:N0} broken off");
    }

    // Milliseconds of sound by session.
    private static async Task<ILookup<string, long>> UsedAsync(ServerProcess server)
    {
        using var client = server.NewClient();
        using var response = await client.GetAsync($"/v1/usage-logs?{Always}&limit=1000&sort=end_time_desc");
        return (await Answer.OkAsync(response, 200)).GetProperty("usage_logs").EnumerateArray()
            .ToLookup(log => log.String("client_reference_id"), log => log.GetProperty("input_audio_duration_ms").GetInt64());
    }

    private static List<string> Faults(CountedSession session, ILookup<string, long> counted, DateTime struck, bool isKill)
    {
        List<string> faults = [];
        if (!session.Final.SequenceEqual(Enumerable.Range(0, session.Final.Count).Select(n => $" {n}")))
            faults.Add($"It was told: {string.Concat(session.Final)}");
        if (session.Error is not null and not 503) faults.Add($"It ended with {session.Error}.");
        if (!isKill && session.IsBroken && session.Final.Count > 0) faults.Add($"It was broken off after {session.Final.Count} words.");
        if (!session.IsBroken && session.Final.Count != session.Heard / 250)
            faults.Add($"{session.Final.Count} words are final, of {session.Heard} ms.");

        // Of a session that was killed, none or one.
        var used = counted[session.Reference].ToList();
        if (used.Count > 1) faults.Add($"It is {used.Count} times in the usage log.");
        var mustBeCounted = isKill ? session.Finished < struck - Counted : session.Final.Count > 0;
        if (mustBeCounted && used.Count == 0)
            faults.Add($"It is not in the usage log; it ended at {session.Finished:O}, with {session.Error}.");
        if (!session.IsBroken && used.Count == 1 && used[0] != session.Heard)
            faults.Add($"{session.Heard} ms were told, and {used[0]} counted.");
        return faults;
    }

    // There is room for as many as before, and a key for one session opens no other.
    private static async Task<IReadOnlyList<string>> AfterwardsAsync(ServerProcess server, CountedSession former)
    {
        var next = New(Sessions).ToList();
        await Task.WhenAll(next.Select(session => session.RunAsync(server.Address, 5)));
        var faults = next.Where(session => session.Finished is null).Select(session => $"The next ended with {session.Error}.").ToList();
        var again = new CountedSession(former.Reference, former.Key);
        await again.RunAsync(server.Address, 1);
        if (former.Final.Count > 0 && again.Error != 401) faults.Add("A key for one session has opened another.");
        return faults;
    }

    private static IEnumerable<CountedSession> New(int count)
        => Enumerable.Range(0, count).Select(_ => new CountedSession($"session-{Guid.NewGuid()}", TestServer.Key));

    private static async Task<CountedSession> WithTemporaryKeyAsync(HttpClient client)
    {
        var reference = $"session-{Guid.NewGuid()}";
        using var response = await client.PostAsJsonAsync("/v1/auth/temporary-api-key", new
        {
            usage_type = "transcribe_websocket",
            expires_in_seconds = 3600,
            single_use = true,
            client_reference_id = reference,
        });
        return new CountedSession(reference, (await Answer.OkAsync(response, 201)).String("api_key"));
    }
}
