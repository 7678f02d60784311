using System.Buffers;

namespace Hansard.Server.Jobs.Scheduling;

/// <summary>Tells what comes next, of all that waits, whenever a worker is free.</summary>
/// <remarks>
/// <para>
/// Projects share by weight in seconds of sound: each has a virtual time that grows by the cost of what it is given, and the one with the
/// least comes next; a project that had nothing to do joins at the time of the others, so that it neither saves turns nor owes any
/// (start-time fair queueing: Goyal, Vin and Cheng 1996). A project with a million recordings delays those of another by the work that
/// runs, and no more.
/// </para>
/// <para>
/// Within a project, what somebody waits for comes first, then the higher priority, then what came earlier, with long work put back by
/// its length. A share of the workers takes no long work at all.
/// </para>
/// <para>
/// Plain state: it knows no clock, no database and no workers, and the same calls have the same outcome. Each call takes a time that grows
/// with the logarithm of what waits. Not thread-safe.
/// </para>
/// </remarks>
/// <param name="options">Rules.</param>
internal sealed class FairSchedule(FairScheduleOptions options)
{
    private readonly Dictionary<string, ProjectQueue> _projects = [];
    private readonly Turns _turns = new();
    private readonly Dictionary<string, Numbered> _waiting = [];
    private readonly Dictionary<string, Numbered> _running = [];
    private readonly Dictionary<string, int> _modelRunning = [];
    private readonly Dictionary<string, int> _modelLimits = [];
    private long _number;
    private int _longRunning;

    /// <summary>Number of workers, of which a share is kept from long work; 0 if nobody knows.</summary>
    public int Workers { get; set; }

    /// <summary>Number of work that waits.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Number of work that runs.</summary>
    public int Running => _running.Count;

    /// <summary>Cost of all that waits, in seconds of sound.</summary>
    public double WaitingCost { get; private set; }

    /// <summary>Sets the share of a project, from now on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The weight or limit is not more than zero.</exception>
    public void Set(string project, ProjectShare share)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share.Weight);
        if (share.Limit is { } limit) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        _turns.Change(QueueOf(project), queue => queue.Share = share);
    }

    /// <summary>Sets how much work of a model may run at once; null for no limit.</summary>
    public void SetLimit(string model, int? limit)
    {
        if (limit is { } most) _modelLimits[model] = most;
        else _modelLimits.Remove(model);
    }

    /// <summary>Adds work that waits.</summary>
    /// <returns>False if it is known already; nothing changes then.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Its cost is not more than zero.</exception>
    public bool Add(WaitingWork work)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(work.Cost);
        var entry = new Numbered(work, _number++);
        if (_running.ContainsKey(work.Id) || !_waiting.TryAdd(work.Id, entry)) return false;
        Queue(entry);
        return true;
    }

    /// <summary>Adds work that runs already, on a worker that took it before this schedule was made.</summary>
    /// <returns>False if it is known already; nothing changes then.</returns>
    public bool AddRunning(WaitingWork work)
    {
        if (!Add(work)) return false;
        Start(_waiting[work.Id]);
        return true;
    }

    /// <summary>Takes the next work for a free worker: it runs from now on.</summary>
    /// <param name="models">Models that the worker has.</param>
    /// <returns>Null if nothing waits that it may do.</returns>
    public WaitingWork? Take(params ReadOnlySpan<string> models) => Take(waitedOnly: false, models);

    /// <summary>Takes the next work that somebody waits for, for a worker that does no other: it runs from now on.</summary>
    /// <param name="models">Models that the worker has.</param>
    /// <returns>Null if nothing waits that it may do.</returns>
    public WaitingWork? TakeWaitedFor(params ReadOnlySpan<string> models) => Take(waitedOnly: true, models);

    /// <summary>Estimates how much work comes before some that waits, if no more comes.</summary>
    /// <remarks>
    /// Exact within its project; of the others, as much as their shares allow until its turn. Takes a time that grows with the number of
    /// projects.
    /// </remarks>
    /// <returns>Null if it does not wait.</returns>
    public Ahead? AheadOf(string id)
    {
        if (!_waiting.TryGetValue(id, out var entry)) return null;
        var own = _projects[entry.Work.Project];
        var ahead = own.Before(entry);
        var turn = Math.Max(own.Tag, _turns.Now) + ahead.Cost / own.Share.Weight;
        foreach (var other in _projects.Values)
            if (other != own) ahead += other.Before(turn);
        return ahead;
    }

    private WaitingWork? Take(bool waitedOnly, ReadOnlySpan<string> models)
    {
        var open = ArrayPool<Lane>.Shared.Rent(3 * models.Length);
        try
        {
            var count = 0;
            foreach (var model in models)
            {
                if (_modelLimits.TryGetValue(model, out var limit) && _modelRunning.GetValueOrDefault(model) >= limit) continue;
                open[count++] = new Lane(model, IsLong: false, IsWaitedFor: true);
                if (waitedOnly) continue;
                open[count++] = new Lane(model, IsLong: false, IsWaitedFor: false);
                if (MayStartLong) open[count++] = new Lane(model, IsLong: true, IsWaitedFor: false);
            }
            var lanes = open.AsSpan(0, count);
            if (_turns.Next(lanes)?.First(lanes) is not { } next) return null;
            Start(next);
            return next.Work;
        }
        finally
        {
            ArrayPool<Lane>.Shared.Return(open);
        }
    }

    /// <summary>Removes work that has ended, wherever it was.</summary>
    /// <param name="id">Of the work.</param>
    /// <param name="cost">What it cost, in seconds of sound, where the estimate was wrong; null: as estimated.</param>
    /// <returns>False if it is not known.</returns>
    public bool End(string id, double? cost = null)
    {
        if (_waiting.Remove(id, out var waiting))
        {
            Unqueue(waiting);
            return true;
        }
        if (Stop(id) is not { Work: var work }) return false;
        if (cost is { } spent) Charge(work, spent - work.Cost);
        return true;
    }

    /// <summary>Lets work wait again that a worker has given back, at its old place; its project gets back what it was charged.</summary>
    /// <returns>False if it does not run.</returns>
    public bool Return(string id)
    {
        if (Stop(id) is not { } entry) return false;
        Charge(entry.Work, -entry.Work.Cost);
        _waiting.Add(id, entry);
        Queue(entry);
        return true;
    }

    private bool MayStartLong => Workers == 0 || _longRunning < Workers - (int)(Workers * options.ReservedShare);

    private ProjectQueue QueueOf(string project)
    {
        if (!_projects.TryGetValue(project, out var queue)) _projects.Add(project, queue = new ProjectQueue(project, options.Ageing));
        return queue;
    }

    private void Queue(Numbered entry)
    {
        WaitingCost += entry.Work.Cost;
        _turns.Change(QueueOf(entry.Work.Project), queue => queue.Add(LaneOf(entry.Work), entry));
    }

    private void Unqueue(Numbered entry)
    {
        WaitingCost = _waiting.Count == 0 ? 0 : WaitingCost - entry.Work.Cost;
        _turns.Change(_projects[entry.Work.Project], queue => queue.Remove(LaneOf(entry.Work), entry));
    }

    private void Start(Numbered entry)
    {
        _waiting.Remove(entry.Work.Id);
        Unqueue(entry);
        _running.Add(entry.Work.Id, entry);
        _turns.Take(_projects[entry.Work.Project], entry.Work.Cost);
        Count(entry.Work, 1);
    }

    private Numbered? Stop(string id)
    {
        if (!_running.Remove(id, out var entry)) return null;
        _turns.Change(_projects[entry.Work.Project], queue => queue.Running--);
        Count(entry.Work, -1);
        return entry;
    }

    private void Count(WaitingWork work, int change)
    {
        _modelRunning[work.Model] = _modelRunning.GetValueOrDefault(work.Model) + change;
        if (LaneOf(work).IsLong) _longRunning += change;
    }

    private void Charge(WaitingWork work, double cost)
        => _turns.Change(_projects[work.Project], queue => queue.Tag += cost / queue.Share.Weight);

    private Lane LaneOf(WaitingWork work) => new(work.Model, !work.IsWaitedFor && work.Cost > options.LongCost, work.IsWaitedFor);
}
