using System.Runtime.InteropServices;
using Hansard.Server.Jobs.Scheduling;

namespace Hansard.Server.Jobs.Dispatch;

/// <summary>
/// A cache of the jobs that have not ended, in the order in which they come: it is told of what happens, and corrected by what the
/// database says.
/// </summary>
/// <remarks>
/// Plain state without a clock, a database or threads, so that the same board serves one process and the scheduler of many: times are
/// passed in, in milliseconds by one clock. Not thread-safe.
/// </remarks>
/// <param name="options">Rules.</param>
internal sealed class DispatchBoard(BoardOptions options)
{
    /// <summary>The least cost in seconds: opening a recording takes its time however short it is.</summary>
    private const double LeastCost = 1;

    /// <summary>Difference of two readings of a pause's end, in milliseconds, that says nothing: clocks are not the same.</summary>
    private const long PauseTolerance = 1000;

    private readonly FairSchedule _schedule = Limited(options);
    private readonly Dictionary<string, KnownJob> _jobs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _projects = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, long> _paused = new();
    private readonly Pace _pace = new();
    private readonly Dictionary<string, Backlog> _backlog = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Backlog> _projectBacklog = new(StringComparer.Ordinal);
    private readonly SortedSet<(long Since, string Id)> _byAge = [];
    private long _change;
    private BoardPass? _pass;

    /// <summary>Number of workers that take any job; 0 if nobody knows.</summary>
    public int Workers { get => _schedule.Workers; set => _schedule.Workers = value; }

    /// <summary>The highest <see cref="WaitingJob.Seq"/> that was read.</summary>
    public long LastSeq { get; private set; }

    /// <summary>Number of jobs that wait, those included whose time has not come.</summary>
    public int Waiting => _byAge.Count;

    /// <summary>Number of jobs that workers have.</summary>
    public int Running => _jobs.Count - _byAge.Count;

    /// <summary>Adds jobs that were read from the database and are not known yet.</summary>
    public void Add(IReadOnlyList<WaitingJob> rows, long now)
    {
        foreach (var row in rows)
        {
            LastSeq = Math.Max(LastSeq, row.Seq);
            if (_pass is { } pass && pass.Gone.Contains(row.Id)) continue;
            if (_jobs.TryGetValue(row.Id, out var known)) Correct(known, row, now);
            else Put(row, now);
        }
    }

    /// <summary>Takes the next job for a worker; <see cref="Claimed"/> or <see cref="Withdraw"/> is to follow.</summary>
    /// <returns>Its id; null if nothing waits that fits.</returns>
    public string? Take(WorkerOffer offer, long now)
    {
        while (_paused.TryPeek(out var due, out var at) && at <= now)
        {
            _paused.Dequeue();
            if (_jobs.TryGetValue(due, out var paused) && paused.State is KnownState.Paused && paused.ReadyAt <= now)
            {
                paused.State = KnownState.Waiting;
                _schedule.Add(paused.Work);
            }
        }

        var models = offer.Models as string[] ?? [.. offer.Models];
        if ((offer.WaitedForOnly ? _schedule.TakeWaitedFor(models) : _schedule.Take(models)) is not { } work) return null;
        var job = _jobs[work.Id];
        Count(job, -1);
        (job.State, job.TakenAt, job.Changed) = (KnownState.Claiming, now, ++_change);
        return work.Id;
    }

    /// <summary>The worker that took a job has its lease.</summary>
    public void Claimed(string id)
    {
        if (_jobs.TryGetValue(id, out var job) && job.State is KnownState.Claiming)
            (job.State, job.Changed) = (KnownState.Running, ++_change);
    }

    /// <summary>
    /// The worker of a job has it done in parts: its project gets back what it was charged, and is charged for each part.
    /// </summary>
    public void Part(string id)
    {
        if (!_jobs.TryGetValue(id, out var job) || job.State is not KnownState.Running || job.IsParted) return;
        _schedule.End(id, LeastCost);
        (job.IsParted, job.Work) = (true, job.Work with { Cost = LeastCost });
        _schedule.AddRunning(job.Work);
    }

    /// <summary>Puts back a job that its worker could not take, or gives back.</summary>
    /// <param name="id">The job's.</param>
    /// <param name="readyAt">Not to be taken before.</param>
    /// <param name="now">The time.</param>
    /// <returns>False if it is not one that a worker has.</returns>
    public bool Return(string id, long readyAt, long now)
    {
        if (!_jobs.TryGetValue(id, out var job) || job.State is KnownState.Paused or KnownState.Waiting) return false;
        if (job.Row is null || job.IsParted)
        {
            // Only read as running: what there is to know of it is to be read.
            Withdraw(id);
            return false;
        }
        _schedule.Return(id);
        (job.ReadyAt, job.Changed) = (readyAt, ++_change);
        Wait(job, now, isScheduled: true);
        return true;
    }

    /// <summary>Removes a job that is over, or is not this board's any more; its project is not charged for it.</summary>
    public void Withdraw(string id)
    {
        if (Remove(id) is not { } job) return;
        if (job.State is KnownState.Claiming or KnownState.Running) _schedule.Return(id);
        _schedule.End(id);
    }

    /// <summary>Removes a job that has ended without a transcript: its project pays for the time that a worker spent on it.</summary>
    public void Fail(string id, long now)
    {
        if (Remove(id) is not { } job) return;
        var spent = (now - job.TakenAt) / 1000.0 / (_pace.Seconds ?? 1);
        _schedule.End(id, job.IsParted ? Math.Max(LeastCost, spent) : Math.Min(job.Work.Cost, spent));
    }

    /// <summary>Removes a job that has ended with a transcript, and learns from it.</summary>
    /// <param name="id">The job's.</param>
    /// <param name="seconds">Length of its recording.</param>
    /// <param name="now">The time.</param>
    public void Complete(string id, double seconds, long now)
    {
        if (_jobs.TryGetValue(id, out var known) && known.IsParted)
        {
            // Its worker has done some of it, and others the rest.
            Fail(id, now);
            return;
        }
        if (Remove(id) is not { } job) return;
        if (job.State is KnownState.Running) _pace.Add(job.Work.Model, (now - job.TakenAt) / 1000.0, seconds);
        _schedule.End(id, Cost(job.Work.Model, seconds));
    }

    /// <summary>Time at which the first job may be taken that may not now; null if there is none.</summary>
    public long? NextReady => _paused.TryPeek(out _, out var at) ? at : null;

    /// <summary>Tells where a job stands that waits.</summary>
    /// <returns>Null when it does not wait for a worker.</returns>
    public QueueStanding? StandingOf(string id, long now)
    {
        if (_schedule.AheadOf(id) is not { } ahead) return null;
        var position = (long)Math.Round(ahead.Count) + 1;
        if (_pace.Seconds is not { } pace || Workers == 0) return new QueueStanding(position, null);
        var before = ahead.Cost * pace;
        if (Running >= Workers)
            foreach (var job in _jobs.Values)
                if (job.State is KnownState.Claiming or KnownState.Running)
                    before += Math.Max(0, job.Work.Cost * pace - (now - job.TakenAt) / 1000.0);
        return new QueueStanding(position, now + (long)(1000 * before / Workers));
    }

    /// <summary>Tells what waits.</summary>
    public BoardState State() => new(
        new Dictionary<string, Backlog>(_backlog), new Dictionary<string, Backlog>(_projectBacklog),
        _byAge.Count > 0 ? _byAge.Min.Since : null);

    /// <summary>Begins to compare all with the database.</summary>
    /// <remarks>
    /// What happens during the pass is right whatever the pass has read before it. All pages of waiting jobs go to
    /// <see cref="Add(IReadOnlyList{WaitingJob}, long)"/>, and then those that run to <see cref="EndPass"/>.
    /// </remarks>
    public void BeginPass() => _pass = new BoardPass(++_change);

    /// <summary>Gives a pass up whose reading failed.</summary>
    public void AbandonPass() => _pass = null;

    /// <summary>Ends a pass: what the database does not know any more is removed, and what runs elsewhere is added.</summary>
    /// <param name="running">Jobs that workers have, read after all that wait.</param>
    /// <param name="now">The time.</param>
    public void EndPass(IReadOnlyList<LeasedJob> running, long now)
    {
        if (_pass is not { } pass) return;
        foreach (var row in running)
        {
            if (pass.Gone.Contains(row.Id)) continue;
            if (!_jobs.TryGetValue(row.Id, out var known)) PutRunning(row, now);
            else if (known.Changed < pass.Number && known.State is KnownState.Paused or KnownState.Waiting)
            {
                Withdraw(row.Id);
                PutRunning(row, now);
            }
            if (_jobs.TryGetValue(row.Id, out known)) known.Seen = pass.Number;
        }

        _pass = null;
        var gone = _jobs.Values
            .Where(job => job.Seen != pass.Number && job.Changed < pass.Number && job.State is not KnownState.Claiming)
            .Select(job => job.Work.Id).ToList();
        foreach (var id in gone) Withdraw(id);
    }

    private static FairSchedule Limited(BoardOptions options)
    {
        var schedule = new FairSchedule(options.Schedule);
        foreach (var (model, limit) in options.ModelLimits) schedule.SetLimit(model, limit);
        return schedule;
    }

    private void Correct(KnownJob known, WaitingJob row, long now)
    {
        var waits = known.State is KnownState.Paused or KnownState.Waiting;
        if (_pass is { } pass && known.Changed < pass.Number)
        {
            known.Seen = pass.Number;
            // Its worker has lost it, or somebody has changed it.
            if (known.State is not KnownState.Claiming && !IsRight(known, row, now)) Replace(row, now);
        }
        else if (waits && known.Row! with { WaitMs = row.WaitMs } != row)
        {
            // Its length is known by now.
            Replace(row, now);
        }
    }

    private void Replace(WaitingJob row, long now)
    {
        Withdraw(row.Id);
        _pass?.Gone.Remove(row.Id);
        Put(row, now);
    }

    private static bool IsRight(KnownJob known, WaitingJob row, long now) => known.State switch
    {
        KnownState.Waiting => row.WaitMs <= 0,
        KnownState.Paused => Math.Abs(now + row.WaitMs - known.ReadyAt) < PauseTolerance,
        _ => false,
    } && known.Row! with { WaitMs = row.WaitMs } == row;

    private void Put(WaitingJob row, long now)
    {
        var work = Work(row.Id, row.ProjectId, row.Model, row.DurationMs, row.CreatedAt, row.IsWaitedFor) with { Priority = row.Priority };
        var job = new KnownJob { Row = row, Work = work, State = KnownState.Waiting, Changed = _pass is null ? ++_change : 0 };
        (job.ReadyAt, job.Seen) = (now + Math.Max(0, row.WaitMs), _pass?.Number ?? 0);
        _jobs.Add(row.Id, job);
        Wait(job, now, isScheduled: false);
    }

    private void PutRunning(LeasedJob row, long now)
    {
        var work = Work(row.Id, row.ProjectId, row.Model, row.DurationMs, 0, row.IsWaitedFor);
        _jobs.Add(row.Id, new KnownJob { Row = null, Work = work, State = KnownState.Running, Changed = 0, TakenAt = now });
        _schedule.AddRunning(work);
    }

    private void Wait(KnownJob job, long now, bool isScheduled)
    {
        Count(job, 1);
        var isDue = job.ReadyAt <= now;
        job.State = isDue ? KnownState.Waiting : KnownState.Paused;
        if (isDue && !isScheduled) _schedule.Add(job.Work);
        if (isDue) return;
        if (isScheduled) _schedule.End(job.Work.Id);
        _paused.Enqueue(job.Work.Id, job.ReadyAt);
    }

    private KnownJob? Remove(string id)
    {
        if (!_jobs.Remove(id, out var job)) return null;
        _pass?.Gone.Add(id);
        if (job.State is KnownState.Paused or KnownState.Waiting) Count(job, -1);
        return job;
    }

    private void Count(KnownJob job, int change)
    {
        var seconds = Seconds(job.Row!.DurationMs);
        Count(_backlog, job.Work.Model, change, seconds);
        if (Count(_projectBacklog, job.Work.Project, change, seconds) == 0) _projectBacklog.Remove(job.Work.Project);
        var age = ((long)(job.Work.Since * 1000), job.Work.Id);
        if (change > 0) _byAge.Add(age);
        else _byAge.Remove(age);
    }

    private static int Count(Dictionary<string, Backlog> all, string key, int change, double seconds)
    {
        ref var backlog = ref CollectionsMarshal.GetValueRefOrAddDefault(all, key, out _);
        var jobs = backlog.Jobs + change;
        backlog = new Backlog(jobs, jobs == 0 ? 0 : backlog.Seconds + change * seconds);
        return jobs;
    }

    private WaitingWork Work(string id, string project, string name, long? durationMs, long createdAt, bool isWaitedFor)
    {
        if (_projects.Add(project)) _schedule.Set(project, options.ShareOf(project));
        var model = options.ModelOf(name);
        return new WaitingWork(
            id, project, model, Cost(model, Seconds(durationMs)), createdAt / 1000.0, IsWaitedFor: isWaitedFor);
    }

    private double Seconds(long? durationMs) => durationMs / 1000.0 ?? options.UnknownSeconds;

    private double Cost(string model, double seconds) => Math.Max(LeastCost, seconds * _pace.Factor(model));

    /// <summary>A comparison with the database that is under way.</summary>
    private sealed class BoardPass(long number)
    {
        public long Number { get; } = number;

        /// <summary>Jobs that were removed meanwhile, which pages read before may still name.</summary>
        public HashSet<string> Gone { get; } = new(StringComparer.Ordinal);
    }
}
