using Hansard.Resilience.Ledgers;
using Hansard.Resilience.Reports;
using Hansard.Server.Tests;
using Hansard.Server.Tests.Storage.S3;

namespace Hansard.Resilience.Buckets;

/// <summary>
/// A server whose recordings are in a bucket that answers with errors, slowly, by halves or not at all, at random moments.
/// </summary>
[Requires("nodejs", "npm")]
public sealed class BucketFaultTests(S3Server bucket, ResilienceReport report) : IClassFixture<S3Server>
{
    private const int FaultsAServer = 50;

    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(800);

    [Theory]
    [InlineData(LinkFault.Cut, 5)]
    [InlineData(LinkFault.Error, 5)]
    [InlineData(LinkFault.Slow, 3)]
    [InlineData(LinkFault.Away, 3)]
    public Task Nothing_acknowledged_is_lost_or_torn(LinkFault fault, int times) => FailAsync(FaultRun.Short(Name(fault), times), fault);

    [Theory(Explicit = true)]
    [InlineData(LinkFault.Cut)]
    [InlineData(LinkFault.Error)]
    [InlineData(LinkFault.Slow)]
    [InlineData(LinkFault.Away)]
    public Task Nothing_acknowledged_is_lost_or_torn_a_thousand_times(LinkFault fault) => FailAsync(FaultRun.Long(Name(fault)), fault);

    private static string Name(LinkFault fault) => $"Bucket: {fault}";

    private async Task FailAsync(FaultRun run, LinkFault fault)
    {
        List<string> losses = [];
        var (struck, acknowledged) = (0, 0);
        for (var done = 0; done < run.Times; done += FaultsAServer)
        {
            await using var link = new FaultyLink(bucket.Address, run.Random.Next());
            var settings = WorkedServer.Settings(
                $"Objects=s3://{S3Server.Bucket}/{fault}-{run.Seed}-{done}", $"S3:Endpoint={link.Address}",
                $"S3:AccessKey={bucket.Options().AccessKey}", $"S3:SecretKeyFile={bucket.SecretFile}");
            await using var worked = await WorkedServer.StartAsync(
                new ServerProcess(settings), new WorkPlan(run.Random.Next(), Downloads: false));
            for (var i = done; i < Math.Min(run.Times, done + FaultsAServer); i++)
            {
                await worked.WorkAsync(run.Random.Next(12));
                link.Fault = fault;
                await Task.Delay(Longest * run.Random.NextDouble(), TestContext.Current.CancellationToken);
                link.Fault = LinkFault.None;
            }

            losses.AddRange(await worked.LossesAsync());
            losses.AddRange(await new WebhookCheck(worked.Ledger, worked.Receiver, DateTime.MaxValue).LossesAsync());
            if (losses.Count > 0) losses.Add($"…{worked.Server.Log[^Math.Min(3000, worked.Server.Log.Length)..]}");
            struck += link.Struck;
            acknowledged += worked.Ledger.Count;
        }

        report.Conclude("Crashes", run, losses, $"{struck:N0} connections struck, {acknowledged:N0} acknowledged");
        Assert.True(struck > 0, "No connection was struck.");
    }
}
