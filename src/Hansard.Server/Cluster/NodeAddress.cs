using System.Net;
using System.Net.Sockets;
using Hansard.Server.Configuration;

namespace Hansard.Server.Cluster;

/// <summary>Finds the address under which other nodes reach this one.</summary>
internal static class NodeAddress
{
    /// <summary>The address of <see cref="ClusterOptions.Address"/>, or the one from which this machine reaches the database.</summary>
    /// <param name="options">Checked.</param>
    /// <param name="hosts">Of the database: who reaches it from the same networks reaches this node too.</param>
    /// <exception cref="IOException">None of the hosts can be found, or reached.</exception>
    public static IPAddress Find(ClusterOptions options, IReadOnlyList<DatabaseHost> hosts)
    {
        if (options.Address is { } configured) return IPAddress.Parse(configured);
        SocketException? fault = null;
        foreach (var host in hosts)
        {
            if (host.IsSocket) return IPAddress.Loopback;
            try
            {
                return RouteTo(host);
            }
            catch (SocketException exception)
            {
                fault = exception;
            }
        }

        throw new IOException(
            $"There is no way to the database's host {hosts[0].Name} ({fault?.Message}), so this node does not know its own address: mend "
            + "that, or give the address in Cluster:Address.",
            fault);
    }

    // Nothing is sent: connecting a datagram socket only chooses a route.
    private static IPAddress RouteTo(DatabaseHost host)
    {
        var address = IPAddress.TryParse(host.Name, out var parsed) ? parsed : Dns.GetHostAddresses(host.Name)[0];
        using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(address, host.Port);
        return ((IPEndPoint)socket.LocalEndPoint!).Address;
    }
}
