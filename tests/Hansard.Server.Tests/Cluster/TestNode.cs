using Hansard.Server.Cluster;
using Hansard.Server.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Runtime;

namespace Hansard.Server.Tests.Cluster;

/// <summary>A node of a cluster, and nothing else, in this process.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly IHost _host;

    private TestNode(IHost host) => _host = host;

    /// <summary>Address and port for the others.</summary>
    public System.Net.IPEndPoint EndPoint => _host.Services.GetRequiredService<NodeSocket>().EndPoint;

    public INodeDirectory Directory => _host.Services.GetRequiredService<INodeDirectory>();

    /// <summary>Addresses of the nodes that it takes for members, as they change.</summary>
    public IAsyncEnumerable<string> Views => ViewsOf(_host.Services.GetRequiredService<IClusterMembershipService>());

    public static HansardServerOptions OptionsOf(string database, params string[] settings)
        => ServerConfiguration.Load(
            null, new System.Collections.Hashtable(),
            settings.Prepend($"Database={database}").Prepend("Objects=/mnt/recordings").Select(setting => setting.Split('=', 2))
                .Select(pair => new KeyValuePair<string, string?>(pair[0], pair[1])));

    /// <summary>Starts one, which has joined when this ends.</summary>
    public static async Task<TestNode> StartAsync(
        HansardServerOptions options, ILoggerProvider? log = null, CancellationToken cancellationToken = default)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        if (log is null) builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        else builder.Logging.AddProvider(log);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));
        builder.Services.AddSingleton(NpgsqlDataSource.Create(DatabaseAddress.ConnectionStringOf(options)));
        builder.Services.AddSingleton<INode>(new ReportedNode(options)).AddCluster(options);
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
            return new TestNode(host);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>Leaves the cluster.</summary>
    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private static async IAsyncEnumerable<string> ViewsOf(IClusterMembershipService membership)
    {
        await foreach (var view in membership.MembershipUpdates)
            yield return string.Join(
                ',', view.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress.Endpoint)
                    .Select(endPoint => endPoint.ToString()).Order(StringComparer.Ordinal));
    }

    private sealed class ReportedNode(HansardServerOptions options) : INode
    {
        public NodeReport Report() => NodeReport.OfThisProcess(options, ["whisper-base"]);
    }
}
