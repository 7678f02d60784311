namespace Hansard.Server.Jobs.Scheduling;

/// <summary>Work of one project that waits, by lane, and what of it runs.</summary>
/// <param name="id">Of the project.</param>
/// <param name="ageing">See <see cref="FairScheduleOptions.Ageing"/>.</param>
internal sealed class ProjectQueue(string id, double ageing)
{
    private readonly Dictionary<Lane, PlaceList> _lanes = [];

    /// <summary>Orders projects by their turns.</summary>
    public static IComparer<ProjectQueue> ByTurn { get; } = Comparer<ProjectQueue>.Create((one, other) =>
        one.Tag.CompareTo(other.Tag) is var order and not 0 ? order : string.CompareOrdinal(one.Id, other.Id));

    /// <summary>Of the project.</summary>
    public string Id { get; } = id;

    /// <summary>Virtual time of the project's next turn. Whoever has this queue in an order must take it out before this changes.</summary>
    public double Tag { get; set; }

    /// <summary>Its share.</summary>
    public ProjectShare Share { get; set; } = ProjectShare.Usual;

    /// <summary>Number of its work that runs.</summary>
    public int Running { get; set; }

    /// <summary>Its work that waits.</summary>
    public Ahead Waiting { get; private set; }

    /// <summary>Lanes in which work waits.</summary>
    public IReadOnlyCollection<Lane> Lanes => _lanes.Keys;

    /// <summary>Indicates that as much of its work runs as may.</summary>
    public bool IsAtLimit => Running >= Share.Limit;

    /// <summary>Indicates that none of its work waits.</summary>
    public bool IsEmpty => _lanes.Count == 0;

    /// <summary>Adds work.</summary>
    public void Add(Lane lane, Numbered entry)
    {
        if (!_lanes.TryGetValue(lane, out var places)) _lanes.Add(lane, places = new PlaceList());
        places.Add(Place.Of(entry, ageing));
        Waiting += new Ahead(1, entry.Work.Cost);
    }

    /// <summary>Removes work.</summary>
    public void Remove(Lane lane, Numbered entry)
    {
        var places = _lanes[lane];
        places.Remove(Place.Of(entry, ageing));
        if (places.Count == 0) _lanes.Remove(lane);
        // Sums of fractions drift.
        Waiting = IsEmpty ? default : Waiting + new Ahead(-1, -entry.Work.Cost);
    }

    /// <summary>Finds the work that comes first in some lanes.</summary>
    public Numbered? First(ReadOnlySpan<Lane> lanes)
    {
        Place? first = null;
        foreach (var lane in lanes)
        {
            if (!_lanes.TryGetValue(lane, out var places)) continue;
            if (first is not { } before || places.First.CompareTo(before) < 0) first = places.First;
        }
        return first?.Entry;
    }

    /// <summary>Adds up the project's work that comes before other work of it.</summary>
    public Ahead Before(Numbered entry)
    {
        var place = Place.Of(entry, ageing);
        var ahead = default(Ahead);
        foreach (var places in _lanes.Values) ahead += places.Before(place);
        return ahead;
    }

    /// <summary>Estimates how much of the project's work comes before a virtual time.</summary>
    public Ahead Before(double time)
    {
        if (Waiting.Cost <= 0 || time <= Tag) return default;
        var part = Math.Min(1, (time - Tag) * Share.Weight / Waiting.Cost);
        return new Ahead(part * Waiting.Count, part * Waiting.Cost);
    }
}
