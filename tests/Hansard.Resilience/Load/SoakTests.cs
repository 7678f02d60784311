using System.Diagnostics;
using System.Globalization;
using Hansard.Resilience.LiveCrashes;
using Hansard.Resilience.Reports;
using Hansard.Server.Tests;

namespace Hansard.Resilience.Load;

/// <summary>A server that is used evenly for long: what it holds stays the same.</summary>
[Collection<Access.AloneInItsProcess>]
public sealed class SoakTests(ResilienceReport report)
{
    private const int Clients = 40;
    private const int Sessions = 2;

    // Of live sound, in tenths of a second, and the words that the stand-in hears in it.
    private const int Pieces = 100;
    private const int Words = Pieces * 100 / 250;

    // Between two looks, and of looks that are one line of the table.
    private const int Parts = 12;
    private const int LooksOfPart = 20;

    // From the second part, after the start, to the last: differences that looks at a process have that does not grow.
    private const long SteadyBytes = 24L << 20;

    // Code is compiled and buffers are made in the first minutes.
    private const long WarmingBytes = 80L << 20;
    private const int SteadyFiles = 30;
    private const int SteadyThreads = 10;

    [Fact]
    public Task Nothing_grows_in_seconds() => UseAsync(TimeSpan.FromSeconds(12), Seed.Of(20261130), WarmingBytes);

    [Fact(Explicit = true)]
    public Task Nothing_grows_in_an_hour() => UseAsync(TimeSpan.FromSeconds(Effort.Of(3600)), Seed.Of(null), SteadyBytes);

    private async Task UseAsync(TimeSpan time, int seed, long steady)
    {
        var watch = Stopwatch.StartNew();
        using var server = new ServerProcess("Workers=2", "Log:Level=None");
        await server.StartAsync();
        var random = new Random(seed);
        var clients = new ManyClients(
            server.NewClient,
            () =>
            {
                lock (random) return TimeSpan.FromMilliseconds(random.Next(8000));
            });
        using var stop = new CancellationTokenSource();
        var running = clients.RunAsync(Clients, "hello", stop.Token);
        var speaking = Enumerable.Range(0, Sessions).Select(i => SpeakAsync(server, i, stop.Token)).ToList();
        List<Footprint> parts = [];
        for (var part = 0; part < Parts; part++)
        {
            List<Footprint> looks = [];
            for (var look = 0; look < LooksOfPart; look++)
            {
                await Task.Delay(time / (Parts * LooksOfPart), TestContext.Current.CancellationToken);
                looks.Add(Footprint.Of(server));
            }

            parts.Add(Footprint.Median(looks));
            TestContext.Current.SendDiagnosticMessage($"{watch.Elapsed.TotalMinutes:0.0} min: {parts[^1]}");
        }

        await stop.CancelAsync();
        await running;
        var sessions = (await Task.WhenAll(speaking)).Sum();
        var left = Footprint.Of(server);
        var wrong = clients.Deeds.Values.SelectMany(deed => deed.Statuses).Where(status => status.Key is < 200 or > 299)
            .Sum(status => status.Value);
        var (first, last) = (parts[1], parts[^1]);
        report.Add("Load", new ReportRow(
            $"Soak: {Clients} clients and {Sessions} live sessions", clients.Deeds.Values.Sum(deed => deed.Count), wrong, seed,
            watch.Elapsed,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{clients.Completed:N0} jobs and {sessions:N0} live sessions; medians of each {time.TotalMinutes / Parts:0.0} minutes: ")
            + string.Join("; ", parts) + $"; afterwards: {left}"));
        Assert.Equal(0, wrong);
        Assert.True(clients.Completed > 0 && sessions > 0, "Nothing was done.");
        Assert.Equal(0, left.Temporary);
        Assert.True(last.Bytes - first.Bytes < steady, $"Memory grows: {first} then {last}.");
        Assert.True(last.Files - first.Files < SteadyFiles, $"Open files grow: {first} then {last}.");
        Assert.True(last.Threads - first.Threads < SteadyThreads, $"Threads grow: {first} then {last}.");
    }

    // One after the other.
    private static async Task<int> SpeakAsync(ServerProcess server, int number, CancellationToken stop)
    {
        for (var count = 0; ; count++)
        {
            if (stop.IsCancellationRequested) return count;
            var session = new CountedSession($"soak {number} {count}", TestServer.Key);
            await session.RunAsync(server.Address, Pieces);
            Assert.Equal((null, false, Words), (session.Error, session.IsBroken, session.Final.Count));
        }
    }
}
