namespace Hansard.Server.Observability;

/// <summary>Jobs that have not ended, to be measured.</summary>
internal interface IJobBacklog
{
    /// <summary>Counts the jobs in each state that is not an end.</summary>
    BacklogDepth Depth();
}

/// <summary>Numbers of jobs that have not ended.</summary>
/// <param name="Queued">Jobs that wait for a worker or their recording.</param>
/// <param name="Processing">Jobs that a worker has.</param>
internal readonly record struct BacklogDepth(long Queued, long Processing);
