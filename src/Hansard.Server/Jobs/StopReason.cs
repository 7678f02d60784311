namespace Hansard.Server.Jobs;

/// <summary>Reasons for which work on a job is stopped before it is done.</summary>
internal enum StopReason
{
    /// <summary>The server stops.</summary>
    Shutdown,

    /// <summary>The lease ran out, or the job was cancelled or deleted.</summary>
    LeaseLost,

    /// <summary>Nothing has been reported for too long.</summary>
    Stalled,
}
