using System.Net;
using System.Net.Sockets;
using Hansard.Server.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Hansard.Server.Cluster;

/// <summary>The socket on which this node listens for the others, taken before its port is told to anybody.</summary>
/// <remarks>Orleans has to know its port, and cannot be given 0: one that was found and let go of could be another's by then.</remarks>
internal sealed class NodeSocket : IDisposable
{
    private NodeSocket(Socket socket, IPAddress address)
        => (Socket, EndPoint) = (socket, new IPEndPoint(address, ((IPEndPoint)socket.LocalEndPoint!).Port));

    /// <summary>Bound, and not listening yet.</summary>
    public Socket Socket { get; }

    /// <summary>The address that the others are told.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Takes the port.</summary>
    /// <param name="options">Checked.</param>
    /// <param name="address">The address that the others are told.</param>
    /// <param name="last">Its last one, which is taken where no port is named and that one is free; null: any.</param>
    /// <exception cref="IOException">The port cannot be had; the message says what to do.</exception>
    public static NodeSocket Open(ClusterOptions options, IPAddress address, NodePort? last = null)
    {
        try
        {
            if (options.Port != 0 || last is null) return new NodeSocket(Bind(new IPEndPoint(address, options.Port)), address);
            var socket = new NodeSocket(BindAgain(new IPEndPoint(address, last.Last)), address);
            last.Keep(socket.EndPoint.Port);
            return socket;
        }
        catch (SocketException exception)
        {
            throw new IOException(
                exception.SocketErrorCode is SocketError.AddressAlreadyInUse
                    ? $"Port {options.Port} of {address} is taken by another program: give another with --cluster-port, or none."
                    : $"It is not possible to listen for other nodes on port {options.Port} of {address} ({exception.Message}): give "
                    + "another port with --cluster-port, or another address in Cluster:Address.",
                exception);
        }
    }

    /// <inheritdoc />
    public void Dispose() => Socket.Dispose();

    private static Socket BindAgain(IPEndPoint endPoint)
    {
        try
        {
            return Bind(endPoint);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressAlreadyInUse && endPoint.Port != 0)
        {
            return Bind(new IPEndPoint(endPoint.Address, 0));
        }
    }

    private static Socket Bind(IPEndPoint endPoint)
    {
        try
        {
            return SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressNotAvailable)
        {
            // An address that a router or a container's host translates is none of this machine's.
            var any = endPoint.AddressFamily is AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
            return SocketTransportOptions.CreateDefaultBoundListenSocket(new IPEndPoint(any, endPoint.Port));
        }
    }
}
