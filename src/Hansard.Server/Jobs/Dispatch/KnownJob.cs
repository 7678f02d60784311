using Hansard.Server.Jobs.Scheduling;

namespace Hansard.Server.Jobs.Dispatch;

/// <summary>A job that has not ended, as the board knows it.</summary>
internal sealed class KnownJob
{
    /// <summary>The row, as last read; null: it was read as running.</summary>
    public required WaitingJob? Row { get; init; }

    /// <summary>Not to be taken before, in milliseconds by the board's clock.</summary>
    public long ReadyAt { get; set; }

    /// <summary>The work, as the schedule has it.</summary>
    public required WaitingWork Work { get; set; }

    /// <summary>True: its parts count by themselves.</summary>
    public bool IsParted { get; set; }

    /// <summary>The state.</summary>
    public required KnownState State { get; set; }

    /// <summary>Number of the latest change that was not read from the database.</summary>
    public required long Changed { get; set; }

    /// <summary>Number of the latest pass over the database that found it.</summary>
    public long Seen { get; set; }

    /// <summary>Time at which a worker took it, in milliseconds.</summary>
    public long TakenAt { get; set; }
}

/// <summary>States of jobs on the board.</summary>
internal enum KnownState
{
    /// <summary>Waits for its time to come.</summary>
    Paused,

    /// <summary>Waits for a worker.</summary>
    Waiting,

    /// <summary>Given to a worker whose lease is being written.</summary>
    Claiming,

    /// <summary>A worker has it.</summary>
    Running,
}
