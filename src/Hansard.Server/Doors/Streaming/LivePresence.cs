namespace Hansard.Server.Doors.Streaming;

/// <summary>
/// A session's place among those that transcribe: taken when sound comes, given up when nothing has come or was found for a while.
/// </summary>
/// <remarks>
/// Clients keep connections open for hours and speak now and then: while nobody speaks, they cost memory and no processor.
/// Only whoever receives takes and rests; results are noted by another task.
/// </remarks>
/// <param name="slots">Gives places.</param>
/// <param name="project">Id of the project whose session it is.</param>
/// <param name="rest">Time without sound and without results after which the place is given up.</param>
/// <param name="clock">Measures it.</param>
internal sealed class LivePresence(LiveSlots slots, string project, TimeSpan rest, TimeProvider clock) : IDisposable
{
    private ILivePlace? _place;
    private long _active;

    /// <summary>Indicates that the session's words are told when they are final, and not before.</summary>
    public bool FinalsOnly { get; private set; }

    /// <summary>Takes a place where the session has none, for sound that has come.</summary>
    /// <returns>True if from now on another effort is spent on it.</returns>
    /// <exception cref="Contract.ApiException">All places are taken.</exception>
    public bool Take()
    {
        Note();
        if (_place is not null) return false;
        _place = slots.Enter(project);
        var changes = _place.FinalsOnly != FinalsOnly;
        FinalsOnly = _place.FinalsOnly;
        return changes;
    }

    /// <summary>Notes that something was found in the sound.</summary>
    public void Note() => Volatile.Write(ref _active, clock.GetTimestamp());

    /// <summary>Gives the place up where nothing has happened for so long.</summary>
    public void Rest()
    {
        if (_place is null || clock.GetElapsedTime(Volatile.Read(ref _active)) < rest) return;
        _place.Dispose();
        _place = null;
    }

    /// <summary>Gives the place up.</summary>
    public void Dispose() => _place?.Dispose();
}
