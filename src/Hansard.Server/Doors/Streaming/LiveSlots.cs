using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Storage;
using Hansard.Server.Usage;

namespace Hansard.Server.Doors.Streaming;

/// <summary>Counts open sessions, and among them those that transcribe.</summary>
/// <param name="options">How many there may be.</param>
/// <param name="clock">Tells since when.</param>
internal sealed class LiveSlots(HansardServerOptions options, TimeProvider clock) : IRunningSessions
{
    private const int RetrySeconds = 10;

    private readonly LiveDoorOptions _door = options.Doors.Live;
    private readonly Lock _lock = new();
    private readonly HashSet<Place> _places = [];

    /// <summary>Number of places taken, by their kind.</summary>
    private readonly int[] _taken = new int[Enum.GetValues<PlaceKind>().Length];

    /// <summary>Sessions that are open, whether they transcribe or not.</summary>
    public int Open => Count(PlaceKind.Open);

    /// <summary>Sessions that transcribe now, and tell words while they are said.</summary>
    public int Running => Count(PlaceKind.Full);

    /// <summary>Sessions that transcribe now, and tell final words alone.</summary>
    public int FinalsOnly => Count(PlaceKind.FinalsOnly);

    /// <summary>Sessions that may transcribe at once with all effort.</summary>
    public int Most { get; } = options.Doors.Live.Sessions ?? LiveDoorOptions.UsualSessions(options.Threads ?? Environment.ProcessorCount);

    private int MostFinalsOnly => _door.Beyond is LiveBeyond.Finals ? _door.FinalsSessions ?? Most : 0;

    /// <inheritdoc />
    public int RunningOf(string project)
    {
        lock (_lock) return _places.Count(place => place.Kind is not PlaceKind.Open && place.Project == project);
    }

    /// <inheritdoc />
    public IReadOnlyList<long> StartsOf(string project)
    {
        lock (_lock)
        {
            return [.. _places.Where(place => place.Kind is PlaceKind.Open && place.Project == project).Select(place => place.Start)];
        }
    }

    /// <summary>Counts a session until the result is disposed of.</summary>
    /// <param name="project">Id of the project whose session it is.</param>
    /// <exception cref="ApiException">Too many are open.</exception>
    public IDisposable Connect(string project) => TryTake(PlaceKind.Open, project, _door.Connections)
        ?? throw ApiException.Limit(
            $"This server keeps {_door.Connections} live sessions open at most, and that many are: try again when one has ended.",
            RetrySeconds);

    /// <summary>Takes a place among those that transcribe until the result is disposed of.</summary>
    /// <param name="project">Id of the project whose session it is.</param>
    /// <exception cref="ApiException">All are taken.</exception>
    public ILivePlace Enter(string project) => TryTake(PlaceKind.Full, project, Most)
        ?? TryTake(PlaceKind.FinalsOnly, project, MostFinalsOnly)
        ?? throw ApiException.Limit(
            $"This server transcribes {Most + MostFinalsOnly} live sessions at once at most, and that many run: "
            + "try again when one has ended.",
            RetrySeconds);

    private Place? TryTake(PlaceKind kind, string project, int most)
    {
        lock (_lock)
        {
            if (_taken[(int)kind] >= most) return null;
            var place = new Place(this, kind, project, clock.Milliseconds());
            _places.Add(place);
            _taken[(int)kind]++;
            return place;
        }
    }

    private int Count(PlaceKind kind)
    {
        lock (_lock) return _taken[(int)kind];
    }

    private void GiveBack(Place place)
    {
        lock (_lock)
        {
            // Twice is as good as once.
            if (_places.Remove(place)) _taken[(int)place.Kind]--;
        }
    }

    private enum PlaceKind
    {
        Open,
        Full,
        FinalsOnly,
    }

    private sealed class Place(LiveSlots slots, PlaceKind kind, string project, long start) : ILivePlace
    {
        public PlaceKind Kind => kind;

        public string Project => project;

        public long Start => start;

        public bool FinalsOnly => kind is PlaceKind.FinalsOnly;

        public void Dispose() => slots.GiveBack(this);
    }
}

/// <summary>A place among the sessions that transcribe, given back by disposing of it.</summary>
internal interface ILivePlace : IDisposable
{
    /// <summary>Indicates that the session tells final words alone.</summary>
    bool FinalsOnly { get; }
}
