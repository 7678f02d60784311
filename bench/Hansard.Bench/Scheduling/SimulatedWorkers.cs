using System.Diagnostics;
using Hansard.Server.Jobs.Scheduling;

namespace Hansard.Bench.Scheduling;

/// <summary>Workers without a clock that take what a schedule gives them, and how long each recording has waited.</summary>
internal sealed class SimulatedWorkers
{
    private const string Model = "base";

    private readonly PriorityQueue<string, double> _busy = new();
    private readonly Dictionary<string, double> _came = [];

    /// <summary>Waits in seconds, by project.</summary>
    public Dictionary<string, List<double>> Waits { get; } = [];

    /// <summary>Time from the day's start until the last recording has ended.</summary>
    public double Ended { get; private set; }

    /// <summary>Calls of the schedule that took work.</summary>
    public long Decisions { get; private set; }

    /// <summary>Time that the schedule took in all, additions and ends included.</summary>
    public TimeSpan Deciding { get; private set; }

    /// <summary>Runs a day to its end, and on until nothing waits.</summary>
    public static SimulatedWorkers Run(SimulatedDay day, int seed)
    {
        var workers = new SimulatedWorkers();
        var options = new FairScheduleOptions { LongCost = 10 * day.MeanCost };
        var schedule = new FairSchedule(options) { Workers = day.Workers };
        workers.Run(day, schedule, day.Arrivals(seed));
        return workers;
    }

    private void Run(SimulatedDay day, FairSchedule schedule, IEnumerable<SimulatedDay.Arrival> arrivals)
    {
        var number = 0;
        foreach (var (at, project, cost) in arrivals)
        {
            EndUntil(at, schedule);
            var work = new WaitingWork($"{number++}", project, Model, cost, at);
            _came.Add(work.Id, at);
            var began = Stopwatch.GetTimestamp();
            schedule.Add(work);
            Deciding += Stopwatch.GetElapsedTime(began);
            if (_busy.Count < day.Workers) Take(at, schedule);
        }
        EndUntil(double.PositiveInfinity, schedule);
    }

    private void EndUntil(double time, FairSchedule schedule)
    {
        while (_busy.TryPeek(out var id, out var at) && at <= time)
        {
            _busy.Dequeue();
            var began = Stopwatch.GetTimestamp();
            schedule.End(id);
            Deciding += Stopwatch.GetElapsedTime(began);
            Ended = at;
            Take(at, schedule);
        }
    }

    private void Take(double at, FairSchedule schedule)
    {
        var began = Stopwatch.GetTimestamp();
        var work = schedule.Take(Model);
        Deciding += Stopwatch.GetElapsedTime(began);
        if (work is null) return;
        Decisions++;
        _busy.Enqueue(work.Id, at + work.Cost);
        _came.Remove(work.Id, out var came);
        if (!Waits.TryGetValue(work.Project, out var waits)) Waits.Add(work.Project, waits = []);
        waits.Add(at - came);
    }
}
