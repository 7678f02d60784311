using Hansard.Server.Jobs;
using Hansard.Server.Observability;

namespace Hansard.Server.Doors.Streaming;

/// <summary>Writes down what a live session used when it ends, for its project and for whoever watches the server.</summary>
internal sealed class SessionLog(ILiveUsageStore usage, ServerMetrics metrics)
{
    /// <summary>Adds a session that has ended.</summary>
    /// <param name="session">What it used.</param>
    /// <param name="door">The name of its protocol in metrics.</param>
    public async Task AddAsync(LiveUsage session, string door)
    {
        await usage.AddAsync(session);
        metrics.Ended(JobStatus.Completed, TimeSpan.FromMilliseconds(session.End - session.Start), session.Heard, door);
    }
}
