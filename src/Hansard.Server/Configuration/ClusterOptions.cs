namespace Hansard.Server.Configuration;

/// <summary>Settings of the calls between nodes that share a database.</summary>
public sealed record ClusterOptions
{
    /// <summary>Name of the cluster: nodes of another name in the same database are not heard of.</summary>
    public string Name { get; set; } = "hansard";

    /// <summary>TCP port that this node listens on for the others; 0 takes a free one.</summary>
    public int Port { get; set; }

    /// <summary>IP address under which the others reach this node; null: the one from which this node reaches the database.</summary>
    public string? Address { get; set; }

    /// <summary>
    /// A PEM file with this node's certificate, and those between it and <see cref="Authority"/>; null: calls between nodes are neither
    /// encrypted nor authenticated.
    /// </summary>
    public string? Certificate { get; set; }

    /// <summary>A PEM file with the private key of <see cref="Certificate"/>, which is not encrypted.</summary>
    public string? Key { get; set; }

    /// <summary>
    /// A PEM file with the certificates of those who vouch for nodes: whoever has one of theirs belongs to the cluster, so it is to be an
    /// authority that certifies nothing else.
    /// </summary>
    public string? Authority { get; set; }
}
