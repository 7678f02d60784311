namespace Hansard.Server.Cluster;

/// <summary>Node of this process, as the others are told of it.</summary>
internal interface INode
{
    /// <summary>The state of now. Called often: quick, and without a look at a disk.</summary>
    NodeReport Report();
}
