using Hansard.Server.Jobs;
using Hansard.Server.Outbound;

namespace Hansard.Server.Fetching;

/// <summary>A job whose recording is being downloaded.</summary>
/// <param name="Job">The job, leased.</param>
/// <param name="Host">The host that its URL leads to, as <see cref="OutboundSlots.HostOf"/> names it.</param>
internal sealed record PendingFetch(Job Job, string Host);
