namespace Hansard.Resilience.Crashes;

/// <summary>A way to stop what runs, or to take from it what it needs; afterwards all is as it was.</summary>
public enum Stroke
{
    /// <summary>SIGKILL for the server.</summary>
    Kill,

    /// <summary>SIGTERM for the server.</summary>
    Terminate,

    /// <summary>PostgreSQL ends as in a power cut.</summary>
    KillDatabase,

    /// <summary>Another program has the database to itself: all of SQLite's, or one of PostgreSQL's tables.</summary>
    LockDatabase,

    /// <summary>PostgreSQL ends all connections of its clients, as an administrator or a fail-over does.</summary>
    CutConnections,
}
