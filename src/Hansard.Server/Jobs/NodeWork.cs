using Hansard.Server.Configuration;
using Hansard.Server.Observability;

namespace Hansard.Server.Jobs;

/// <summary>Jobs under way in this process, and the pace of those that ended lately.</summary>
/// <remarks>
/// A job counts with the length of its recording, spread evenly over the time that it took: one of hours is then no jump at its end.
/// One that failed or was handed back counts while it runs, and no longer: another attempt makes its transcript.
/// </remarks>
internal sealed class NodeWork(HansardServerOptions options, LiveLeases live, TimeProvider clock) : IWorkActivity
{
    /// <summary>Time over which the pace is measured.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(5);

    // Of the shortest recordings a node does not end as many within the window; if it did, the pace would be that of the latest.
    private const int MostEnded = 20_000;

    private readonly Lock _gate = new();
    private readonly HashSet<RunningWork> _running = [];
    private readonly Queue<EndedWork> _ended = new();
    private readonly long _start = clock.GetTimestamp();

    /// <summary>Ids of the jobs that are under way.</summary>
    public IReadOnlyList<string> Jobs
    {
        get
        {
            lock (_gate) return [.. _running.Select(work => work.Id)];
        }
    }

    /// <summary>Seconds of sound transcribed in a second, over the last <see cref="Window"/> or since the start.</summary>
    public double AudioRate
    {
        get
        {
            lock (_gate)
            {
                var now = clock.GetTimestamp();
                Forget(now);
                var window = Clamped(clock.GetElapsedTime(_start, now));
                return (_ended.Sum(ended => Within(ended.Began, ended.Ended, now, ended.Sound))
                    + _running.Sum(work => Within(work.Began, now, now, work.Progress.Transcribed))) / window.TotalSeconds;
            }
        }
    }

    /// <inheritdoc />
    public WorkActivity Now() => new(
        options.Role.Transcribes() ? options.Workers : 0, Jobs.Count, AudioRate,
        live.OldestRenewal is { } oldest ? clock.GetElapsedTime(oldest) : TimeSpan.Zero);

    /// <summary>Counts a job as under way.</summary>
    /// <param name="id">The job's.</param>
    /// <param name="progress">Its progress, which tells in the end whether it has a transcript.</param>
    /// <returns>To be disposed of when the job has ended.</returns>
    public IDisposable Begin(string id, JobProgress progress)
    {
        var work = new RunningWork(this, id, progress, clock.GetTimestamp());
        lock (_gate) _running.Add(work);
        return work;
    }

    private void End(RunningWork work)
    {
        lock (_gate)
        {
            if (!_running.Remove(work) || work.Progress.Completed is not { } length) return;
            var now = clock.GetTimestamp();
            _ended.Enqueue(new EndedWork(work.Began, now, length));
            Forget(now);
        }
    }

    private void Forget(long now)
    {
        while (_ended.TryPeek(out var oldest) && (_ended.Count > MostEnded || clock.GetElapsedTime(oldest.Ended, now) > Window))
            _ended.Dequeue();
    }

    // The part of the sound that was done within the window.
    private double Within(long began, long ended, long now, TimeSpan sound)
    {
        var took = clock.GetElapsedTime(began, ended);
        var inside = Window - clock.GetElapsedTime(ended, now);
        return took <= inside ? sound.TotalSeconds : sound.TotalSeconds * (inside / took);
    }

    private static TimeSpan Clamped(TimeSpan time)
        => time > Window ? Window : time < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : time;

    private sealed class RunningWork(NodeWork owner, string id, JobProgress progress, long began) : IDisposable
    {
        public string Id => id;

        public JobProgress Progress => progress;

        public long Began => began;

        public void Dispose() => owner.End(this);
    }

    private readonly record struct EndedWork(long Began, long Ended, TimeSpan Sound);
}
