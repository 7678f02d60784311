namespace Hansard.Server.Observability;

/// <summary>Jobs that have not ended, to be measured.</summary>
internal interface IJobBacklog
{
    /// <summary>Counts the jobs in each state that is not an end.</summary>
    BacklogDepth Depth();

    /// <summary>Tells how much waits for workers, and how long.</summary>
    QueuedAudio Queued();
}

/// <summary>Numbers of jobs that have not ended.</summary>
/// <param name="Queued">Jobs that wait for a worker or their recording.</param>
/// <param name="Processing">Jobs that a worker has.</param>
internal readonly record struct BacklogDepth(long Queued, long Processing);

/// <summary>Recordings that wait for a worker.</summary>
/// <param name="Seconds">Their length in seconds by model, estimated where it is not known.</param>
/// <param name="OldestWait">Time since the oldest came.</param>
internal readonly record struct QueuedAudio(IReadOnlyDictionary<string, double> Seconds, TimeSpan OldestWait);
