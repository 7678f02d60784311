namespace Hansard.Server.Jobs.Scheduling;

/// <summary>Projects in the order of their turns, by lane: those that have work in it and may have more of it run.</summary>
/// <remarks>Start-time fair queueing: Goyal, Vin and Cheng, "Start-time fair queueing", SIGCOMM 1996.</remarks>
internal sealed class Turns
{
    private readonly Dictionary<Lane, SortedSet<ProjectQueue>> _lanes = [];

    /// <summary>The virtual time of all: that of the last turn that was taken.</summary>
    public double Now { get; private set; }

    /// <summary>Finds the project whose turn is next in any of some lanes.</summary>
    public ProjectQueue? Next(ReadOnlySpan<Lane> lanes)
    {
        ProjectQueue? next = null;
        foreach (var lane in lanes)
        {
            if (!_lanes.TryGetValue(lane, out var turns)) continue;
            if (next is null || ProjectQueue.ByTurn.Compare(turns.Min!, next) < 0) next = turns.Min;
        }
        return next;
    }

    /// <summary>Takes the turn of a project.</summary>
    /// <param name="queue">The project.</param>
    /// <param name="cost">In seconds of sound.</param>
    public void Take(ProjectQueue queue, double cost) => Change(queue, queue =>
    {
        Now = Math.Max(Now, queue.Tag);
        queue.Tag += cost / queue.Share.Weight;
        queue.Running++;
    });

    /// <summary>Changes what a project's places depend on.</summary>
    public void Change(ProjectQueue queue, Action<ProjectQueue> change)
    {
        var hadTurns = !queue.IsEmpty && !queue.IsAtLimit;
        if (hadTurns)
            foreach (var lane in queue.Lanes)
            {
                var turns = _lanes[lane];
                turns.Remove(queue);
                if (turns.Count == 0) _lanes.Remove(lane);
            }
        change(queue);
        if (queue.IsAtLimit) return;
        // Whoever had nothing to do, or might not, has saved no turns.
        if (!hadTurns) queue.Tag = Math.Max(queue.Tag, Now);
        foreach (var lane in queue.Lanes)
        {
            if (!_lanes.TryGetValue(lane, out var turns)) _lanes.Add(lane, turns = new SortedSet<ProjectQueue>(ProjectQueue.ByTurn));
            turns.Add(queue);
        }
    }
}
