namespace Hansard.Server.Storage.Backup;

/// <summary>A recording that has been dealt with.</summary>
/// <param name="Blob">Its name.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Size">Its bytes.</param>
internal sealed record BackupStep(string Blob, BackupOutcome Outcome, long Size);

/// <summary>Ways in which a recording comes into a backup, or out of it.</summary>
internal enum BackupOutcome
{
    /// <summary>A copy was made.</summary>
    Copied,

    /// <summary>In the earlier backup, or this one, already.</summary>
    Linked,

    /// <summary>The database names it, and its bytes are not there.</summary>
    Missing,
}

/// <summary>The recordings of a backup.</summary>
internal sealed class BackupTotals
{
    /// <summary>Number of those that were copied.</summary>
    public long Copied { get; private set; }

    /// <summary>Number of those that were there already.</summary>
    public long Linked { get; private set; }

    /// <summary>Number of those whose bytes are nowhere.</summary>
    public long Missing { get; set; }

    /// <summary>Number of all that are there.</summary>
    public long Count => Copied + Linked;

    /// <summary>Bytes of all.</summary>
    public long Bytes { get; private set; }

    /// <summary>Counts one.</summary>
    public void Add(BackupStep step)
    {
        Bytes += step.Size;
        if (step.Outcome is BackupOutcome.Copied) Copied++;
        else if (step.Outcome is BackupOutcome.Linked) Linked++;
        else Missing++;
    }
}
