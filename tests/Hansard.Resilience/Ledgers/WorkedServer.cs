using Hansard.Server.Tests;
using Hansard.Server.Tests.Webhooks;
using Microsoft.AspNetCore.Http;

namespace Hansard.Resilience.Ledgers;

/// <summary>A server in a process of its own, clients that work with it, and a ledger of all that it tells them.</summary>
internal sealed class WorkedServer : IAsyncDisposable
{
    private const int Clients = 3;

    private readonly CancellationTokenSource _stop = new();
    private readonly LoopbackServer _media;
    private readonly ClientWork _work;
    private readonly Task _running;

    private WorkedServer(ServerProcess server, LoopbackServer media, Receiver receiver, WorkPlan plan)
    {
        (Server, _media, Receiver) = (server, media, receiver);
        _work = new ClientWork(Ledger, server.NewClient, plan.Downloads ? media : null, plan.Webhooks ? receiver.Url() : null);
        _running = _work.RunAsync(Clients, plan.Seed, _stop.Token);
    }

    /// <summary>Settings with which a server goes on at once after a fault, and gives no job up.</summary>
    /// <param name="more">Others, and those that are otherwise.</param>
    public static string[] Settings(params string[] more)
    {
        string[] usual =
        [
            "Workers=2", "Log:Level=Error", "Limits:PendingTranscriptions=10000", "Jobs:MaximumAttempts=100",
            "Jobs:StopGrace=00:00:00.200", "Jobs:RetryDelay=00:00:00.020", "Jobs:Lease=00:00:05",
            "Webhooks:FirstPause=00:00:00.100", "Webhooks:Timeout=00:00:03", "Webhooks:StopGrace=00:00:00.100",
        ];
        return [.. usual.Concat(more).GroupBy(setting => setting.Split('=')[0]).Select(same => same.Last())];
    }

    /// <summary>The server, which a test may stop and start.</summary>
    public ServerProcess Server { get; }

    /// <summary>All that it has acknowledged.</summary>
    public Ledger Ledger { get; } = new();

    /// <summary>Told of every job that ends, where the plan says so.</summary>
    public Receiver Receiver { get; }

    /// <summary>Answers so far that no client can be given.</summary>
    public IReadOnlyList<string> Wrong => _work.Wrong;

    /// <summary>Starts a server, and clients.</summary>
    /// <param name="server">Not started yet; disposed with this.</param>
    /// <param name="plan">What the clients do.</param>
    public static async Task<WorkedServer> StartAsync(ServerProcess server, WorkPlan plan)
    {
        await server.StartAsync();

        // The recording is what its URL says.
        var media = await LoopbackServer.StartAsync(
            context => context.Response.WriteAsync(context.Request.Query["content"].ToString()));
        return new WorkedServer(server, media, await Receiver.StartAsync(), plan);
    }

    /// <summary>Waits until the clients have been told some more things, or for some seconds: a machine may be busy.</summary>
    public async Task WorkAsync(int more, TimeSpan? longest = null)
    {
        var (wanted, end) = (Ledger.Count + more, DateTime.UtcNow + (longest ?? TimeSpan.FromSeconds(5)));
        while (Ledger.Count < wanted && DateTime.UtcNow < end) await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    /// <summary>Ends the clients, each after what it does.</summary>
    public async Task EndWorkAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    /// <summary>Ends the clients, and holds the server against the ledger.</summary>
    /// <returns>What is lost, doubled, torn or undead, and answers that no client can be given; each in a sentence.</returns>
    public async Task<IReadOnlyList<string>> LossesAsync()
    {
        await EndWorkAsync();
        using var client = Server.NewClient();
        var losses = await new LedgerCheck(Ledger, DateTime.MaxValue).LossesAsync(client);
        return [.. losses, .. _work.Wrong];
    }

    /// <summary>Kills the server and starts it again, whereupon it sweeps, and counts what nobody knows.</summary>
    public async Task<IReadOnlyList<string>> LeftoversAsync()
    {
        await Server.KillAsync();
        await Server.StartAsync();
        using var client = Server.NewClient();
        List<string> left = [];
        var kept = (await Answer.OkAsync(await client.GetAsync("/v1/files/count"), 200)).GetProperty("total").GetInt32();
        var found = Directory.GetFiles(Path.Combine(Server.DataDirectory, "files"), "*", SearchOption.AllDirectories).Length;
        if (kept != found) left.Add($"{found} recordings lie in the folder, of which {kept} are known.");
        if (Directory.GetFiles(Path.Combine(Server.DataDirectory, "temporary")) is { Length: > 0 } temporary)
            left.Add($"{temporary.Length} temporary files are left.");
        return left;
    }

    public async ValueTask DisposeAsync()
    {
        await EndWorkAsync();
        Server.Dispose();
        await _media.DisposeAsync();
        await Receiver.DisposeAsync();
        _stop.Dispose();
    }
}
