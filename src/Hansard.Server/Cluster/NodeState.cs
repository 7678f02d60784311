namespace Hansard.Server.Cluster;

/// <summary>A node, as this one sees it.</summary>
/// <param name="Address">IP address and port for calls between nodes; empty where there are no others.</param>
/// <param name="Status">Its place in the cluster.</param>
/// <param name="IsThis">True for the node that was asked.</param>
/// <param name="Report">Its own words; null when it did not answer in time.</param>
/// <param name="Latency">Time from the question to the answer.</param>
/// <param name="ClockSkew">
/// How far its clock is ahead of this node's, at most half of <paramref name="Latency"/> wrong; zero without an answer.
/// </param>
internal sealed record NodeState(
    string Address, NodeStatus Status, bool IsThis, NodeReport? Report, TimeSpan Latency, TimeSpan ClockSkew);
