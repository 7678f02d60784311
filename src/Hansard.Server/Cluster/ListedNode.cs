using System.Net;

namespace Hansard.Server.Cluster;

/// <summary>A node, as the database lists it.</summary>
/// <param name="EndPoint">Address and port for calls between nodes.</param>
/// <param name="Host">Name of its machine.</param>
/// <param name="Silence">Time since its last sign of life, by the database's clock.</param>
internal sealed record ListedNode(IPEndPoint EndPoint, string Host, TimeSpan Silence)
{
    /// <summary>True where it has given no sign of life for so long that others may take it for dead.</summary>
    public bool IsSilent => Silence > ClusterTimes.Stale;
}

/// <summary>Database that nodes share, as it was met.</summary>
/// <param name="Version">Of the server.</param>
/// <param name="Latency">Time from a question to its answer, the shortest of some.</param>
/// <param name="ClockSkew">How far its clock is ahead of this machine's, at most half of <paramref name="Latency"/> wrong.</param>
/// <param name="HasTables">False where no node has been started with it yet.</param>
internal sealed record ExaminedDatabase(string Version, TimeSpan Latency, TimeSpan ClockSkew, bool HasTables);
