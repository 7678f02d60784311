using System.Net;
using Hansard.Server.Configuration;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hansard.Server.Http;

/// <summary>Kestrel's sockets, with no more connections than the process has open files for.</summary>
/// <remarks>
/// Kestrel's own <c>MaxConcurrentConnections</c> counts behind the acceptance: a burst of connections has opened all its sockets before the
/// first is refused, and those that are idle keep everybody else out.
/// </remarks>
internal sealed partial class BoundedTransport(
    IOptions<SocketTransportOptions> sockets, HansardServerOptions options, ILoggerFactory loggers, TimeProvider clock)
    : IConnectionListenerFactory
{
    private readonly SocketTransportFactory _inner = new(sockets, loggers);
    private readonly ILogger _logger = loggers.CreateLogger<BoundedTransport>();
    private OpenConnections? _connections;

    /// <inheritdoc />
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var openFiles = OpenFiles.Raise();
        var maximum = ConnectionBudget.Of(openFiles, OpenFiles.InUse, options);
        _connections ??= new OpenConnections(maximum, _logger, clock);
        LogConnections(maximum, options.Connections.Maximum, openFiles);
        return new Listener(await _inner.BindAsync(endpoint, cancellationToken), _connections);
    }

    [LoggerMessage(EventId = 9, Level = LogLevel.Information,
        Message =
            "Serves up to {Connections} connections at once: Connections:Maximum is {Maximum}, and the limit of open files {OpenFiles}")]
    private partial void LogConnections(int connections, int maximum, long? openFiles);

    private sealed class Listener(IConnectionListener inner, OpenConnections connections) : IConnectionListener
    {
        public EndPoint EndPoint => inner.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (await inner.AcceptAsync(cancellationToken) is { } accepted)
            {
                if (connections.Admit(accepted) is { } admitted) return admitted;
                accepted.Abort(new ConnectionAbortedException("There are too many connections."));
                await accepted.DisposeAsync();
            }

            return null;
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => inner.UnbindAsync(cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
