using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hansard.Server.Cluster;

/// <summary>Lets Orleans listen on the socket that this node has already.</summary>
internal sealed class NodeListener(NodeSocket socket, ILoggerFactory loggers) : IConnectionListenerFactory
{
    private readonly SocketTransportFactory _inner = new(
        Options.Create(new SocketTransportOptions { CreateBoundListenSocket = _ => socket.Socket }), loggers);

    /// <inheritdoc />
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
        => _inner.BindAsync(endpoint, cancellationToken);
}
