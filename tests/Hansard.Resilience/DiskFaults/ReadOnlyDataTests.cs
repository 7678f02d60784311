using System.Net;
using System.Runtime.Versioning;
using System.Text.Json;
using Hansard.Resilience.Ledgers;
using Hansard.Resilience.Reports;
using Hansard.Server.Tests;

namespace Hansard.Resilience.DiskFaults;

/// <summary>
/// A server whose data folder, or a part of it, may not be written any more: it says so, loses nothing, and goes on by itself when it may
/// be written again.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class ReadOnlyDataTests(ResilienceReport report)
{
    private const string Working = "Data may not be written: while a server works";
    private const string Starting = "Data may not be written: before a server starts";

    // Longer than the answer to /readyz holds.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1_200);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(1_600);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly DataPart[] Parts =
        [.. Enum.GetValues<DataPart>().Where(part => part is not DataPart.ImmutableDatabase || LostPermission.CanBeImmutable)];

    [Fact]
    public Task It_says_so_loses_nothing_and_goes_on_by_itself() => WithdrawAsync(FaultRun.Short(Working, Parts.Length));

    [Fact(Explicit = true)]
    public Task It_says_so_loses_nothing_and_goes_on_by_itself_in_a_thousand() => WithdrawAsync(FaultRun.Long(Working));

    [Fact]
    public Task It_is_refused_in_a_sentence_or_works_and_nothing_is_lost() => StartAsync(FaultRun.Short(Starting, Parts.Length));

    [Fact(Explicit = true)]
    public Task It_is_refused_in_a_sentence_or_works_and_nothing_is_lost_in_a_thousand() => StartAsync(FaultRun.Long(Starting));

    private async Task WithdrawAsync(FaultRun run)
    {
        List<string> faults = [];
        var (refused, acknowledged) = (0, 0);
        const int TimesAServer = 30;
        for (var done = 0; done < run.Times; done += TimesAServer)
        {
            // Without downloads and webhooks, which come again after half a minute.
            await using var worked = await WorkedServer.StartAsync(
                new ServerProcess(WorkedServer.Settings()) { Through = LostPermission.Held },
                new WorkPlan(run.Seed + done, Downloads: false, Webhooks: false));
            using var client = worked.Server.NewClient();
            for (var i = done; i < Math.Min(run.Times, done + TimesAServer); i++)
            {
                await worked.WorkAsync(10);
                var part = Parts[i % Parts.Length];
                try
                {
                    using var lost = LostPermission.Of(worked.Server.DataDirectory, part);
                    await Task.Delay(Shortest + ((Longest - Shortest) * run.Random.NextDouble()), TestContext.Current.CancellationToken);
                    if (await IsRefusedInTheEndAsync(client, part, faults)) refused++;
                    lost.Dispose();
                    await GoesOnAsync(client, part, faults);
                }
                catch (HttpRequestException exception)
                {
                    var log = worked.Server.Log;
                    faults.Add($"{part}: {exception.Message}, exit code {worked.Server.ExitCode}, {log[^Math.Min(6000, log.Length)..]}");
                    report.Conclude("Faults of the disk", run, faults, $"{refused:N0} told");
                }
            }

            // A server that ends is found in its place, and not only by what it does not answer.
            if (worked.Server.ExitCode is { } code) faults.Add($"The server ended with {code} (seed {run.Seed + done}).");
            await worked.Server.KeepRunningAsync();
            faults.AddRange(await worked.LossesAsync());
            faults.AddRange(await worked.LeftoversAsync());
            faults.AddRange(await worked.LossesAsync());
            if (faults.Count > 0) faults.Add($"…{worked.Server.Log[^Math.Min(3000, worked.Server.Log.Length)..]}");
            acknowledged += worked.Ledger.Count;
        }

        report.Conclude("Faults of the disk", run, faults, $"{refused:N0} told, {acknowledged:N0} acknowledged");
        Assert.True(refused > 0, "It could be written all the same.");
    }

    private async Task StartAsync(FaultRun run)
    {
        List<string> faults = [];
        var refused = 0;
        await using var worked = await WorkedServer.StartAsync(
            new ServerProcess(WorkedServer.Settings()) { Through = LostPermission.Held },
            new WorkPlan(run.Seed, Downloads: false, Webhooks: false));
        await worked.WorkAsync(40);
        await worked.EndWorkAsync();
        for (var i = 0; i < run.Times; i++)
        {
            // With a log of writes beside the database, and without.
            if (run.Random.Next(2) == 0) await worked.Server.KillAsync();
            else await worked.Server.StopAsync();
            var part = Parts[i % Parts.Length];
            using (LostPermission.Of(worked.Server.DataDirectory, part))
            {
                if (await RefusalAsync(worked.Server) is not { } refusal)
                {
                    using var client = worked.Server.NewClient();
                    await IsRefusedInTheEndAsync(client, part, faults);
                    await worked.Server.KillAsync();
                }
                else
                {
                    refused++;
                    if (!refusal.Contains("IOException: ", StringComparison.Ordinal)
                        || !refusal.Contains("cannot be written", StringComparison.Ordinal))
                        faults.Add($"{part}: the start says {refusal}");
                }
            }

            await worked.Server.StartAsync();
        }

        faults.AddRange(await worked.LossesAsync());
        report.Conclude("Faults of the disk", run, faults, $"{refused:N0} refused, {worked.Ledger.Count:N0} acknowledged before");
        Assert.True(refused > 0, "It could be written all the same.");
    }

    // A recording whose place may not be written is taken; from then on none is.
    private static async Task<bool> IsRefusedInTheEndAsync(HttpClient client, DataPart part, List<string> faults)
    {
        using (var alive = await client.GetAsync("/healthz"))
            if (!alive.IsSuccessStatusCode) faults.Add($"{part}: /healthz says {(int)alive.StatusCode}");
        if (await IsRefusedAsync(client, part, faults)) return true;
        using var ready = await client.GetAsync("/readyz");
        var isRefused = await IsRefusedAsync(client, part, faults);
        if (ready.IsSuccessStatusCode == isRefused)
            faults.Add($"{part}: /readyz says {(int)ready.StatusCode}, and an upload is {(isRefused ? "refused" : "taken")}");
        return isRefused;
    }

    // What cannot be stored is refused with a reason, and /readyz says so; what is taken can be read.
    private static async Task<bool> IsRefusedAsync(HttpClient client, DataPart part, List<string> faults)
    {
        using var form = new MultipartFormDataContent { { new StringContent("hello"), "file", "recording.wav" } };
        using var upload = await client.PostAsync("/v1/files", form);
        var answer = await upload.Content.ReadAsStringAsync();
        if (upload.StatusCode is HttpStatusCode.Created)
        {
            var id = JsonDocument.Parse(answer).RootElement.String("id");
            var url = (await Answer.OkAsync(await client.GetAsync($"/v1/files/{id}/url"), 200)).String("url");
            if (await client.GetStringAsync(url) != "hello") faults.Add($"{part}: {id} has other bytes");
            return false;
        }

        using var ready = await client.GetAsync("/readyz");
        var state = await ready.Content.ReadAsStringAsync();
        if (upload.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.InsufficientStorage)
            || !IsClear(answer) || upload.Headers.RetryAfter is null)
            faults.Add($"{part}: an upload is answered with {(int)upload.StatusCode} {answer}");
        if (ready.IsSuccessStatusCode || !IsClear(state)) faults.Add($"{part}: /readyz says {(int)ready.StatusCode} {state}");
        return true;
    }

    private static bool IsClear(string message)
        => message.Contains("cannot be written", StringComparison.Ordinal) || message.Contains("read-only", StringComparison.Ordinal);

    private static async Task GoesOnAsync(HttpClient client, DataPart part, List<string> faults)
    {
        for (var end = DateTime.UtcNow + Patience; ; await Task.Delay(100))
        {
            using var ready = await client.GetAsync("/readyz");
            if (ready.IsSuccessStatusCode) return;
            if (DateTime.UtcNow < end) continue;
            faults.Add($"{part}: it does not go on: {await ready.Content.ReadAsStringAsync()}");
            return;
        }
    }

    private static async Task<string?> RefusalAsync(ServerProcess server)
    {
        try
        {
            await server.StartAsync();
            return null;
        }
        catch (Xunit.Sdk.XunitException exception)
        {
            return exception.Message;
        }
    }
}
