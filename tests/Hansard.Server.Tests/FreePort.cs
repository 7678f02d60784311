using System.Net;
using System.Net.Sockets;

namespace Hansard.Server.Tests;

/// <summary>Ports for servers in processes of their own.</summary>
internal static class FreePort
{
    /// <summary>A port of this machine on which nothing listens.</summary>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
