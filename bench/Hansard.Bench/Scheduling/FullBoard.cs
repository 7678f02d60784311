using System.Diagnostics;
using Hansard.Server.Jobs;
using Hansard.Server.Jobs.Dispatch;

namespace Hansard.Bench.Scheduling;

/// <summary>Times of a board on which many jobs wait.</summary>
internal static class FullBoard
{
    private const int Projects = 200;
    private const int Decisions = 20_000;
    private const string Model = "base";

    /// <param name="waiting">Number of jobs.</param>
    /// <param name="seed">Of their lengths.</param>
    public static ResultRow Measure(int waiting, int seed)
    {
        var random = new Random(seed);
        var board = new DispatchBoard(new BoardOptions()) { Workers = 100 };
        var rows = Enumerable.Range(1, waiting).Select(i => new WaitingJob
        {
            Id = $"{i}",
            Seq = i,
            ProjectId = $"{random.Next(Projects)}",
            Model = Model,
            DurationMs = random.Next(1_000, 3_600_000),
            CreatedAt = i,
            WaitMs = 0,
        }).Chunk(1000).ToList();
        var reading = Stopwatch.GetTimestamp();
        foreach (var page in rows) board.Add(page, now: 0);
        var read = Stopwatch.GetElapsedTime(reading);

        var offer = new WorkerOffer("worker", [Model], WaitedForOnly: false);
        var deciding = Stopwatch.GetTimestamp();
        for (var i = 0; i < Decisions; i++)
        {
            var id = board.Take(offer, i)!;
            board.Claimed(id);
            board.Complete(id, 60, i + 1);
        }
        var decided = Stopwatch.GetElapsedTime(deciding) / Decisions;

        var telling = Stopwatch.GetTimestamp();
        for (var i = 1; i <= 1000; i++) board.StandingOf($"{waiting - i}", 0);
        var told = Stopwatch.GetElapsedTime(telling) / 1000;
        return new(
            $"a board of {waiting} jobs: made in all, a decision with its end, where a job stands",
            $"{read.TotalMilliseconds:F0} ms, {decided.TotalMicroseconds:F1} µs, {told.TotalMicroseconds:F1} µs");
    }
}
