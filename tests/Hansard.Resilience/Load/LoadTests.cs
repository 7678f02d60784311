using System.Diagnostics;
using Hansard.Resilience.Reports;
using Hansard.Server.Tests;

namespace Hansard.Resilience.Load;

/// <summary>Many clients at once on a server in a process of its own, whose memory and files are watched.</summary>
[Collection<Access.AloneInItsProcess>]
public sealed class LoadTests(ResilienceReport report)
{
    /// <summary>Growth of the process after it has warmed up that is none.</summary>
    private const long SteadyBytes = 200L << 20;

    /// <summary>Growth of open files that is none: connections come and go.</summary>
    private const int SteadyFiles = 50;

    /// <summary>
    /// Growth of threads that is none: the pool adds some while others wait for the disk or a processor, and ends them when they are idle.
    /// </summary>
    private const int SteadyThreads = 60;

    /// <summary>Files of a thread that reads the database while others do: the database, its log, and the index of that.</summary>
    private const int FilesOfReader = 3;

    [Fact]
    public Task Clients_are_served_and_nothing_grows() => ServeAsync(60, TimeSpan.FromSeconds(8));

    [Fact(Explicit = true)]
    public Task Five_hundred_clients_are_served_for_ten_minutes_and_nothing_grows()
        => ServeAsync(500, TimeSpan.FromSeconds(Effort.Of(600)));

    // Twice as many jobs as it can do, and more than it takes.
    [Fact]
    public async Task Who_comes_to_a_full_server_is_told_when_to_come_again_and_the_server_is_well()
    {
        var watch = Stopwatch.StartNew();
        using var server = new ServerProcess("Workers=2", "Log:Level=None", "Limits:PendingTranscriptions=20");
        await server.StartAsync();
        var clients = new ManyClients(server.NewClient);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(8));
        var running = clients.RunAsync(80, "slow 200", stop.Token);
        using var client = server.NewClient();
        var ill = 0;
        while (!stop.IsCancellationRequested)
        {
            foreach (var path in (string[])["/healthz", "/readyz"])
            {
                using var response = await client.GetAsync(path);
                if (!response.IsSuccessStatusCode) ill++;
            }

            await Task.Delay(200, CancellationToken.None);
        }

        await running;
        var answers = clients.Deeds["create"].Statuses;
        var (created, refused) = (answers.GetValueOrDefault(201), answers.GetValueOrDefault(429));
        var wrong = Wrong(clients, 429);
        report.Add("Load", new ReportRow(
            "80 clients on a server that takes 20 jobs", clients.Deeds.Values.Sum(deed => deed.Count), wrong + ill + clients.Untrue, 0,
            watch.Elapsed, $"{created} jobs taken, {refused} refused with 429 and Retry-After, {clients.Completed} read"));
        Assert.True(refused > 0, "Nobody was refused.");
        Assert.Equal((0, 0, 0), (wrong, ill, clients.Untrue));
    }

    private async Task ServeAsync(int count, TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        using var server = new ServerProcess("Workers=4", "Log:Level=None", "Limits:PendingTranscriptions=10000");
        await server.StartAsync();
        var clients = new ManyClients(server.NewClient);
        using var stop = new CancellationTokenSource();
        var running = clients.RunAsync(count, "hello", stop.Token);
        await Task.Delay(time / 4, TestContext.Current.CancellationToken);
        var (bytes, files, threads) = (Resident(server), OpenFiles(server), Threads(server));
        await Task.Delay(time * 3 / 4, TestContext.Current.CancellationToken);
        var (bytesAfter, filesAfter, threadsAfter) = (Resident(server), OpenFiles(server), Threads(server));
        await stop.CancelAsync();
        await running;
        var left = Directory.GetFiles(Path.Combine(server.DataDirectory, "temporary")).Length;
        var wrong = Wrong(clients);
        report.Add("Load", new ReportRow(
            $"{count} clients", clients.Deeds.Values.Sum(deed => deed.Count), wrong, 0, watch.Elapsed,
            $"{clients.Completed} jobs read; p50 and p99 in ms: "
            + string.Join(", ", clients.Deeds.Select(deed => FormattableString.Invariant(
                $"{deed.Key} {deed.Value.Percentile(0.5):0} {deed.Value.Percentile(0.99):0}")))
            + string.Concat(clients.Deeds.SelectMany(deed => deed.Value.Statuses.Where(status => status.Key is < 200 or > 299)
                .Select(status => $"; {status.Value} {deed.Key} were answered {status.Key}")))
            + $"; resident {bytes >> 20} then {bytesAfter >> 20} MB, files {files} then {filesAfter}, "
            + $"threads {threads} then {threadsAfter}, {left} temporary files left"));
        Assert.Equal(0, wrong);
        Assert.True(clients.Completed > 0, "No job was read.");
        Assert.InRange(bytesAfter - bytes, long.MinValue, SteadyBytes);
        Assert.InRange(filesAfter - files, int.MinValue, SteadyFiles + (FilesOfReader * Math.Max(0, threadsAfter - threads)));
        Assert.InRange(threadsAfter - threads, int.MinValue, SteadyThreads);
        Assert.Equal(0, left);
    }

    // Neither success nor one of these.
    private static int Wrong(ManyClients clients, params int[] allowed) => clients.Deeds.Values
        .SelectMany(deed => deed.Statuses)
        .Where(status => status.Key is < 200 or > 299 && !allowed.Contains(status.Key)).Sum(status => status.Value);

    private static long Resident(ServerProcess server)
        => 4096 * long.Parse(File.ReadAllText($"/proc/{server.Id}/statm").Split(' ')[1]);

    private static int Threads(ServerProcess server) => Directory.GetFileSystemEntries($"/proc/{server.Id}/task").Length;

    private static int OpenFiles(ServerProcess server) => Directory.GetFileSystemEntries($"/proc/{server.Id}/fd").Length;
}
