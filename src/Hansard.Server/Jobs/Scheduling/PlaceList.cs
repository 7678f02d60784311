namespace Hansard.Server.Jobs.Scheduling;

/// <summary>Places in their order, which also tells how much work stands before one.</summary>
/// <remarks>
/// Chunks of neighbours: a search of the chunk and one within it, and a move of at most <see cref="Most"/> places. A balanced tree with
/// counts would do the same with an object for each place, and slower at every length below a million.
/// </remarks>
internal sealed class PlaceList
{
    private const int Most = 256;

    private readonly List<Chunk> _chunks = [];

    /// <summary>Number of places.</summary>
    public int Count { get; private set; }

    /// <summary>The first place; there must be one.</summary>
    public Place First => _chunks[0].Places[0];

    /// <summary>Adds a place that is not there.</summary>
    public void Add(Place place)
    {
        Count++;
        if (_chunks.Count == 0)
        {
            _chunks.Add(new Chunk([place]));
            return;
        }
        var at = Math.Min(ChunkOf(place), _chunks.Count - 1);
        var chunk = _chunks[at];
        chunk.Places.Insert(~chunk.Places.BinarySearch(place), place);
        chunk.Cost += place.Entry.Work.Cost;
        if (chunk.Places.Count <= Most) return;

        // What comes latest comes last most often: then the former chunk stays full.
        var kept = at == _chunks.Count - 1 ? Most : Most / 2;
        var rest = new Chunk(chunk.Places[kept..]);
        chunk.Places.RemoveRange(kept, chunk.Places.Count - kept);
        chunk.Cost -= rest.Cost;
        _chunks.Insert(at + 1, rest);
    }

    /// <summary>Removes a place that is there.</summary>
    public void Remove(Place place)
    {
        Count--;
        var at = ChunkOf(place);
        var chunk = _chunks[at];
        chunk.Places.RemoveAt(chunk.Places.BinarySearch(place));
        chunk.Cost -= place.Entry.Work.Cost;
        if (chunk.Places.Count == 0) _chunks.RemoveAt(at);
    }

    /// <summary>Adds up the work that stands before a place, which need not be there itself.</summary>
    public Ahead Before(Place place)
    {
        var at = ChunkOf(place);
        var ahead = default(Ahead);
        for (var i = 0; i < at; i++) ahead += new Ahead(_chunks[i].Places.Count, _chunks[i].Cost);
        if (at == _chunks.Count) return ahead;
        foreach (var other in _chunks[at].Places)
        {
            if (other.CompareTo(place) >= 0) break;
            ahead += new Ahead(1, other.Entry.Work.Cost);
        }
        return ahead;
    }

    // The first whose last place is not before this one.
    private int ChunkOf(Place place)
    {
        var (from, to) = (0, _chunks.Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (_chunks[middle].Places[^1].CompareTo(place) < 0) from = middle + 1;
            else to = middle;
        }
        return from;
    }

    private sealed class Chunk(List<Place> places)
    {
        public List<Place> Places { get; } = places;

        public double Cost { get; set; } = places.Sum(place => place.Entry.Work.Cost);
    }
}
