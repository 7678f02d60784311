namespace Hansard.Server.Observability;

/// <summary>Jobs that have not ended, to be measured.</summary>
internal interface IJobBacklog
{
    /// <summary>Counts the jobs in each state that is not an end.</summary>
    (long Queued, long Processing) Depth();
}
