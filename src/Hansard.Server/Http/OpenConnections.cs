using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Http;

/// <summary>All connections of clients, never more than there is room for.</summary>
/// <remarks>
/// When all places are taken, a new connection gets the place of the one that has been idle longest, as nginx does it with connections that
/// are kept alive: so whoever holds a thousand connections without a request keeps nobody out, with a key or without. Idle is what serves
/// no request that came with a key. Where every connection serves one, a new one is closed at once.
/// </remarks>
/// <param name="maximum">Places.</param>
/// <param name="logger">Told when places run out.</param>
/// <param name="clock">For the pause between two such warnings.</param>
internal sealed partial class OpenConnections(int maximum, ILogger logger, TimeProvider clock)
{
    // Else each of a flood of connections would be a line of the log.
    private static readonly TimeSpan WarningPause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();

    // The longest idle first. A connection that serves a request is in no list.
    private readonly LinkedList<OpenConnection> _idle = new();
    private readonly HashSet<OpenConnection> _open = [];
    private long? _warned;

    /// <summary>Connections that are open.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _open.Count;
        }
    }

    /// <summary>Finds a place for a connection, if need be that of an idle one, which is closed.</summary>
    /// <returns>The connection, to be disposed as any other; null when there is no place for it.</returns>
    public OpenConnection? Admit(ConnectionContext accepted)
    {
        OpenConnection? evicted = null;
        OpenConnection? admitted = null;
        bool warns;
        lock (_lock)
        {
            if (_open.Count >= maximum && _idle.First is { Value: var longest }) Drop(evicted = longest);
            if (_open.Count < maximum)
            {
                admitted = new OpenConnection(accepted, this);
                _open.Add(admitted);
                _idle.AddLast(admitted.Place);
            }

            warns = (evicted is not null || admitted is null) && (_warned is not { } last || clock.GetElapsedTime(last) > WarningPause);
            if (warns) _warned = clock.GetTimestamp();
        }

        // This closes the socket before it returns, so there are never more of them than places and the one that is being let in.
        evicted?.Abort(new ConnectionAbortedException("The connection was idle, and its place was needed."));
        if (warns && admitted is not null) LogFull(maximum);
        else if (warns) LogBusy(maximum);
        return admitted;
    }

    /// <summary>Takes a connection out of those that may be closed.</summary>
    public void BeginRequest(OpenConnection connection)
    {
        lock (_lock)
            if (connection.Requests++ == 0 && connection.Place.List is not null) _idle.Remove(connection.Place);
    }

    /// <summary>Puts it back, as the one that has been idle for the shortest time.</summary>
    public void EndRequest(OpenConnection connection)
    {
        lock (_lock)
            if (--connection.Requests == 0 && _open.Contains(connection)) _idle.AddLast(connection.Place);
    }

    /// <summary>Gives its place free.</summary>
    public void Remove(OpenConnection connection)
    {
        lock (_lock) Drop(connection);
    }

    private void Drop(OpenConnection connection)
    {
        _open.Remove(connection);
        if (connection.Place.List is not null) _idle.Remove(connection.Place);
    }

    [LoggerMessage(EventId = 11, Level = LogLevel.Warning,
        Message =
            "All {Maximum} connections are taken: the longest idle are closed for new ones. More: Connections:Maximum and the limit of "
            + "open files")]
    private partial void LogFull(int maximum);

    [LoggerMessage(EventId = 12, Level = LogLevel.Warning,
        Message = "All {Maximum} connections serve requests: new ones are refused. More: Connections:Maximum and the limit of open files")]
    private partial void LogBusy(int maximum);
}
