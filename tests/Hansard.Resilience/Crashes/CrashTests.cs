using Hansard.Resilience.Ledgers;
using Hansard.Resilience.Reports;
using Hansard.Server.Tests;
using Hansard.Server.Tests.Storage.Postgres;

namespace Hansard.Resilience.Crashes;

/// <summary>
/// A server that is stopped, or whose database is taken away, at random moments, while clients upload, create, fetch, correct and delete.
/// </summary>
public sealed class CrashTests(PostgresServer postgres, ResilienceReport report) : IClassFixture<PostgresServer>
{
    /// <summary>Strokes on one server, so that what is checked at the end stays small.</summary>
    private const int StrokesAServer = 50;

    [Theory]
    [InlineData(Stroke.Kill, false, 12)]
    [InlineData(Stroke.Terminate, false, 8)]
    [InlineData(Stroke.LockDatabase, false, 8)]
    [InlineData(Stroke.Kill, true, 8)]
    [InlineData(Stroke.Terminate, true, 5)]
    [InlineData(Stroke.KillDatabase, true, 4)]
    [InlineData(Stroke.LockDatabase, true, 6)]
    [InlineData(Stroke.CutConnections, true, 20)]
    public Task Nothing_acknowledged_is_lost_doubled_or_torn(Stroke stroke, bool onPostgres, int times)
        => StrikeAsync(FaultRun.Short(Name(stroke, onPostgres), times), stroke, onPostgres, TimeSpan.FromSeconds(1));

    // Half an hour each; with locks of up to a minute two hours.
    [Theory(Explicit = true)]
    [InlineData(Stroke.Kill, false)]
    [InlineData(Stroke.Terminate, false)]
    [InlineData(Stroke.LockDatabase, false)]
    [InlineData(Stroke.Kill, true)]
    [InlineData(Stroke.Terminate, true)]
    [InlineData(Stroke.KillDatabase, true)]
    [InlineData(Stroke.LockDatabase, true)]
    [InlineData(Stroke.CutConnections, true)]
    public Task Nothing_acknowledged_is_lost_doubled_or_torn_by_a_thousand(Stroke stroke, bool onPostgres)
        => StrikeAsync(FaultRun.Long(Name(stroke, onPostgres)), stroke, onPostgres, TimeSpan.FromMinutes(1));

    private static string Name(Stroke stroke, bool onPostgres) => $"{stroke}, {(onPostgres ? "PostgreSQL" : "SQLite")}";

    private async Task StrikeAsync(FaultRun run, Stroke stroke, bool onPostgres, TimeSpan longestLock)
    {
        if (onPostgres) Tool.Of("postgresql").Require();
        List<string> losses = [];
        var acknowledged = 0;
        for (var done = 0; done < run.Times; done += StrokesAServer)
        {
            var connection = onPostgres ? await postgres.ReadyDatabaseAsync() : null;
            string[] database = connection is null ? [] : [$"Database={postgres.Address(connection)}"];
            await using var worked = await WorkedServer.StartAsync(
                new ServerProcess(WorkedServer.Settings(database)), new WorkPlan(run.Seed + done));
            var striker = new Striker(worked.Server, postgres, connection, longestLock);
            for (var i = done; i < Math.Min(run.Times, done + StrokesAServer); i++)
            {
                // A stroke is of use where something happens.
                await worked.WorkAsync(run.Random.Next(12));
                await Task.Delay(run.Random.Next(50), TestContext.Current.CancellationToken);
                await striker.StrikeAsync(stroke, run.Random);
            }

            losses.AddRange(await worked.LossesAsync());
            losses.AddRange(await new WebhookCheck(worked.Ledger, worked.Receiver, DateTime.MaxValue).LossesAsync());
            losses.AddRange(await worked.LeftoversAsync());
            acknowledged += worked.Ledger.Count;
        }

        report.Conclude("Crashes", run, losses, $"{acknowledged:N0} acknowledged");
    }
}
