using System.Net;
using System.Net.Sockets;
using Hansard.Server.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Hansard.Server.Http;

/// <summary>
/// Takes the address before anything else is done, so that a server which cannot have it leaves nothing behind: no folder, and no key that
/// nobody saw.
/// </summary>
internal static class ListenSocket
{
    // Kestrel's own: connections that come while the server gets ready wait here, and are served then.
    private const int Backlog = 512;

    /// <summary>Listens. No connection is accepted before Kestrel is given the socket.</summary>
    /// <exception cref="IOException">It is not possible; the message says why and what to do.</exception>
    public static Socket Open(string host, int port)
    {
        _ = ListenAddress.TryParse(host, out var address);
        try
        {
            return address is null && Socket.OSSupportsIPv6 ? OpenAny(port) : Open(new IPEndPoint(address ?? IPAddress.Any, port));
        }
        catch (SocketException exception)
        {
            throw new IOException(Explain(exception, host, port), exception);
        }
    }

    private static Socket OpenAny(int port)
    {
        try
        {
            return Open(new IPEndPoint(IPAddress.IPv6Any, port));
        }
        catch (SocketException exception)
            when (exception.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
        {
            // IPv6 is there, and switched off.
            return Open(new IPEndPoint(IPAddress.Any, port));
        }
    }

    private static Socket Open(IPEndPoint endPoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        try
        {
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Explain(SocketException exception, string host, int port) => exception.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => $"Port {port} of {host} is taken by another program: stop it, or give another with --port.",
        SocketError.AddressNotAvailable => $"{host} is not an address of this machine: give one that is with --host, or '*' for all.",
        SocketError.AccessDenied => $"This user may not listen on port {port} of {host}: give one above 1023 with --port.",
        _ => $"It is not possible to listen on port {port} of {host}: {exception.Message}.",
    };
}
