using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Hansard.Server.Tests.Storage.Postgres;

/// <summary>Stands between a server and its PostgreSQL, and cuts their connection where the server commits.</summary>
internal sealed class CommitProxy : IAsyncDisposable
{
    private const int BufferSize = 1 << 16;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentBag<Task> _relays = [];
    private readonly int _port;
    private readonly Task _accepting;
    private int _cut;

    /// <param name="port">Of PostgreSQL.</param>
    public CommitProxy(int port)
    {
        _port = port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections that were cut.</summary>
    public int Cuts { get; private set; }

    /// <summary>Happens before whoever commits hears that the connection is cut.</summary>
    public event Action? Cut;

    /// <summary>Cuts the connection at the next commit.</summary>
    public void CutNext(CommitCut cut) => Interlocked.Exchange(ref _cut, (int)cut);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_relays);
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _relays.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_closing.Token)));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var _ = client;
        using var server = new TcpClient();
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _port, _closing.Token);
            client.NoDelay = server.NoDelay = true;
            var back = BackAsync(server.GetStream(), client.GetStream());
            await ForthAsync(client.GetStream(), server);
            server.Close();
            await back;
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
        {
            // Either side is gone.
        }
    }

    private async Task BackAsync(NetworkStream server, NetworkStream client)
    {
        try
        {
            await server.CopyToAsync(client, _closing.Token);
            client.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception)
            when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The same.
        }
    }

    private async Task ForthAsync(NetworkStream client, TcpClient server)
    {
        var buffer = new byte[BufferSize];
        var stream = server.GetStream();
        while (await client.ReadAsync(buffer, _closing.Token) is > 0 and var length)
        {
            var sent = buffer.AsMemory(0, length);
            var cut = sent.Span.IndexOf("COMMIT\0"u8) >= 0 ? (CommitCut)Interlocked.Exchange(ref _cut, 0) : CommitCut.None;
            if (cut == CommitCut.None)
            {
                await stream.WriteAsync(sent, _closing.Token);
                continue;
            }

            // The server hears nothing of what comes from now on.
            Cuts++;
            if (cut == CommitCut.Before)
            {
                Cut?.Invoke();
                client.Socket.Close(0);
                return;
            }
            client.Socket.Shutdown(SocketShutdown.Both);
            await stream.WriteAsync(sent, _closing.Token);
            return;
        }
    }
}
