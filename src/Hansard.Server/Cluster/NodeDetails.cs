using System.Net;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Hansard.Server.Cluster;

/// <summary>Names of this node for the others, and the generation that tells this run of it from former ones.</summary>
/// <remarks>
/// Orleans makes a generation of the seconds of the clock, and takes the higher one of two at one address for the later run: after the
/// clock was set back, a node would be told at its start that it is dead, and end, until the clock has come to where it was. A generation
/// here is higher than all that the database knows of its address.
/// </remarks>
/// <param name="names">Of this node.</param>
/// <param name="clusters">Of its cluster.</param>
/// <param name="socket">On which it listens.</param>
/// <param name="source">The database, with the members of the cluster.</param>
internal sealed class NodeDetails(
    IOptions<SiloOptions> names, IOptions<Orleans.Configuration.ClusterOptions> clusters, NodeSocket socket, NpgsqlDataSource source)
    : ILocalSiloDetails
{
    private readonly Lazy<SiloAddress> _address = new(() => NewAddress(clusters.Value.ClusterId, socket.EndPoint, source));

    /// <inheritdoc />
    public string Name => names.Value.SiloName;

    /// <inheritdoc />
    public string ClusterId => clusters.Value.ClusterId;

    /// <inheritdoc />
    public string DnsHostName { get; } = Dns.GetHostName();

    /// <inheritdoc />
    public SiloAddress SiloAddress => _address.Value;

    /// <inheritdoc />
    /// <remarks>There is none, and Orleans allows for that: all who call are nodes themselves.</remarks>
    public SiloAddress GatewayAddress => null!;

    private static SiloAddress NewAddress(string cluster, IPEndPoint endPoint, NpgsqlDataSource source)
    {
        var first = SiloAddress.New(endPoint, SiloAddress.AllocateNewGeneration());
        try
        {
            using var command = source.CreateCommand(MembershipStatements.LastGeneration);
            command.Parameters.AddWithValue("cluster", cluster);
            command.Parameters.AddWithValue("silo", first.ToParsableString());
            return command.ExecuteScalar() is int last && last >= first.Generation ? SiloAddress.New(endPoint, last + 1) : first;
        }
        catch (NpgsqlException)
        {
            // The database is away: the node waits for it, and goes by its clock.
            return first;
        }
    }
}
