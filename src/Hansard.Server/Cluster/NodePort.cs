namespace Hansard.Server.Cluster;

/// <summary>The port that a node was given at its last start: it takes the same one again where it is free.</summary>
/// <remarks>
/// Orleans declares a former run at the same address dead at once. One at another address that was killed has to be silent for
/// <see cref="ClusterTimes.Stale"/> before a node that is alone may say so: a restart after a crash took 20 to 25 s, and takes 3.
/// </remarks>
/// <param name="Last">The last one; 0: there is none.</param>
/// <param name="Keep">Keeps it for the next start.</param>
internal sealed record NodePort(int Last, Action<int> Keep);
