using System.Net;
using System.Net.Sockets;

namespace Hansard.Resilience.Access;

/// <summary>A program on every address of this machine that counts who connects to it.</summary>
internal sealed class Trap : IAsyncDisposable
{
    private readonly TcpListener _listener = TcpListener.Create(0);
    private readonly Task _accepting;
    private int _connections;

    /// <summary>Starts it.</summary>
    public Trap()
    {
        _listener.Start();
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Its port.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref _connections);
                await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsecret"u8.ToArray());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or IOException)
        {
            // The end.
        }
    }
}
