namespace Hansard.Resilience.DiskFaults;

/// <summary>A part of a data folder.</summary>
public enum DataPart
{
    /// <summary>The folder, in which nothing new can be made then; those within it can be written.</summary>
    Root,

    /// <summary>The folders of recordings.</summary>
    Recordings,

    /// <summary>The folder of what is in the making.</summary>
    Temporary,

    /// <summary>The file of SQLite's.</summary>
    Database,

    /// <summary>The same, with its log of writes and the index of that.</summary>
    DatabaseAndLog,

    /// <summary>All files and folders.</summary>
    All,

    /// <summary>
    /// The file of SQLite and its log of writes, immutable: whoever has them open cannot write them either. Not the index of that, which
    /// is in memory: the system ends whoever writes there (SIGBUS).
    /// </summary>
    ImmutableDatabase,
}
