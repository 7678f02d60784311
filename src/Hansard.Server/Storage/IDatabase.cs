namespace Hansard.Server.Storage;

/// <summary>The database as those see it who keep it in order.</summary>
internal interface IDatabase
{
    /// <summary>The version of the schema that the database had when it was opened; 0 when it was new.</summary>
    int FormerSchema { get; }

    /// <summary>
    /// True where other servers may work with it at the same time: then what is unfinished may be theirs, and only time tells.
    /// </summary>
    bool IsShared { get; }

    /// <summary>Reads and writes something.</summary>
    /// <param name="timeout">Time to wait for other writers.</param>
    /// <exception cref="DatabaseUnavailableException">Others had the database for longer than that, or the disk is full.</exception>
    Task ProbeAsync(TimeSpan timeout);

    /// <summary>Gives some of the space of deleted rows back, and overwrites where they can still be read.</summary>
    Task ReleaseSpaceAsync(CancellationToken cancellationToken);
}
