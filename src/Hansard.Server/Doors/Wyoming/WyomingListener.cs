using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Hansard.Server.Doors.Streaming;
using Hansard.Server.Http;
using Hansard.Server.Projects;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Doors.Wyoming;

/// <summary>Listens for clients of Wyoming, and serves as many at once as there may be.</summary>
internal sealed partial class WyomingListener(
    WyomingParts parts, IProjectStore projects, IHostApplicationLifetime lifetime, ILogger<WyomingListener> logger)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Socket, TaskCompletionSource> _connections = new();
    private readonly CancellationTokenSource _closed = new();
    private readonly CancellationTokenSource _ended = new();
    private Socket? _socket;
    private Task _accepting = Task.CompletedTask;

    /// <summary>The address that is listened on.</summary>
    /// <exception cref="InvalidOperationException">It does not listen yet.</exception>
    public IPEndPoint EndPoint => (IPEndPoint?)_socket?.LocalEndPoint ?? throw new InvalidOperationException("Nothing is listened on yet.");

    /// <summary>Connections that are open.</summary>
    public int Open => _connections.Count;

    /// <inheritdoc />
    /// <exception cref="IOException">The address cannot be had.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var options = parts.Options.Doors.Wyoming;
        var project = await projects.GetOrCreateAsync(options.Project, cancellationToken);
        try
        {
            _socket = ListenSocket.Open(options.Host, options.Port);
        }
        catch (IOException exception) when (exception.InnerException is SocketException cause)
        {
            throw new IOException(
                $"Doors:Wyoming cannot listen on port {options.Port} of {options.Host} ({cause.Message}): "
                + "set Doors:Wyoming:Host and Doors:Wyoming:Port to an address that is free.", exception);
        }

        LogListening(EndPoint.ToString(), options.Project);
        _accepting = AcceptAsync(project);
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _closed.CancelAsync();
        _socket?.Dispose();
        await _accepting;
        _ended.CancelAfter(StopGrace);
        await using var now = cancellationToken.Register(_ended.Cancel);
        await Task.WhenAll(_connections.Values.Select(connection => connection.Task));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _socket?.Dispose();
        _closed.Dispose();
        _ended.Dispose();
    }

    private async Task AcceptAsync(Project project)
    {
        while (!_closed.IsCancellationRequested)
        {
            try
            {
                var client = await _socket!.AcceptAsync(_closed.Token);
                if (_connections.Count >= parts.Options.Doors.Wyoming.Connections)
                {
                    LogTooMany(_connections.Count);
                    client.Dispose();
                    continue;
                }

                _connections[client] = new TaskCompletionSource();
                _ = ServeAsync(client, project);
            }
            catch (Exception exception) when (_closed.IsCancellationRequested
                && exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException exception)
            {
                // The client went away before it was accepted, or the process may open no further file for now.
                LogNotAccepted(exception.Message);
                await Task.Delay(AcceptPause);
            }
        }
    }

    private async Task ServeAsync(Socket client, Project project)
    {
        await Task.Yield();
        try
        {
            client.NoDelay = true;
            await using var stream = new NetworkStream(client, ownsSocket: true);
            await using var connection = new WyomingConnection(stream, project, parts);
            try
            {
                await connection.RunAsync(lifetime.ApplicationStopping, _ended.Token);
            }
            catch (Exception exception) when (exception is not (IOException or SocketException) && !_ended.IsCancellationRequested)
            {
                var id = Guid.CreateVersion7().ToString();
                var error = LiveErrors.Of(exception, id);
                if (error.StatusCode == 500) LogFailed(exception, id);
                await connection.TellAsync(error, _ended.Token);
            }

            await CloseAsync(client, stream);
        }
        catch (Exception exception)
            when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client has gone, or the server has no time left.
        }
        catch (Exception exception)
        {
            LogFailed(exception, "");
        }
        finally
        {
            client.Dispose();
            if (_connections.TryRemove(client, out var connection)) connection.SetResult();
        }
    }

    // What is still under way must not reset the connection before the client has read the last event.
    private async Task CloseAsync(Socket client, NetworkStream stream)
    {
        client.Shutdown(SocketShutdown.Send);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
        late.CancelAfter(Farewell);
        var dropped = new byte[1 << 14];
        while (await stream.ReadAsync(dropped, late.Token) > 0) continue;
    }

    [LoggerMessage(310, LogLevel.Information, "Listening for Wyoming on {EndPoint}, for the project {Project}; it has no keys")]
    private partial void LogListening(string endPoint, string project);

    [LoggerMessage(311, LogLevel.Warning, "A client of Wyoming is turned away: {Connections} are connected (Doors:Wyoming:Connections)")]
    private partial void LogTooMany(int connections);

    [LoggerMessage(312, LogLevel.Warning, "A client of Wyoming could not be accepted: {Reason}")]
    private partial void LogNotAccepted(string reason);

    [LoggerMessage(313, LogLevel.Error, "A connection of Wyoming failed; the client was told request id {RequestId}")]
    private partial void LogFailed(Exception exception, string requestId);
}
