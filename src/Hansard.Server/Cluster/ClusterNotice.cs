using System.Net;
using Hansard.Server.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Cluster;

/// <summary>Says at the start where this node listens for the others, and whether they have to prove who they are.</summary>
internal sealed partial class ClusterNotice(NodeSocket socket, ClusterOptions options, ILogger<ClusterNotice> logger) : IHostedService
{
    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        LogListens(options.Name, socket.EndPoint);
        if (options.Certificate is null && !IPAddress.IsLoopback(socket.EndPoint.Address)) LogOpen(socket.EndPoint);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(350, LogLevel.Information, "Other nodes of the cluster '{Name}' reach this one at {Address}")]
    private partial void LogListens(string name, IPEndPoint address);

    [LoggerMessage(351, LogLevel.Warning,
        "Whoever reaches {Address} can take part in the cluster, and calls between nodes are not encrypted: give each node a certificate "
        + "(Cluster:Certificate, Cluster:Key and Cluster:Authority), or see to it that only nodes reach that address")]
    private partial void LogOpen(IPEndPoint address);
}
