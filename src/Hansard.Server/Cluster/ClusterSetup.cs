using System.Net;
using Hansard.Server.Configuration;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Hansard.Server.Cluster;

/// <summary>Makes a program a node of the cluster of those that share its database.</summary>
internal static class ClusterSetup
{
    /// <summary>Adds the node.</summary>
    /// <param name="services">With a <see cref="NpgsqlDataSource"/>, the tables in it, and an <see cref="INode"/>.</param>
    /// <param name="options">Checked, and with a database.</param>
    /// <remarks>
    /// It joins when the program's hosted services start, and leaves when they stop. Nothing that computes runs in it: grains decide, and
    /// threads of the engine compute. What schedules work for the cluster is in <c>Scheduling</c>.
    /// </remarks>
    /// <exception cref="InvalidConfigurationException">A certificate cannot be used.</exception>
    public static IServiceCollection AddCluster(this IServiceCollection services, HansardServerOptions options)
    {
        var cluster = options.Cluster;
        var certificates = NodeCertificates.Load(cluster);
        var hosts = DatabaseAddress.Parse(options.Database!).Hosts;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(cluster)
            .AddSingleton(provider => NodeSocket.Open(cluster, NodeAddress.Find(cluster, hosts), provider.GetService<NodePort>()))
            .AddSingleton<ILocalSiloDetails, NodeDetails>()
            .AddSingleton<NodeDirectory>()
            .AddSingleton<INodeDirectory>(provider => provider.GetRequiredService<NodeDirectory>())
            .AddHostedService<ClusterNotice>()
            .AddLogging(Quieten);
        services.AddOrleans(silo =>
        {
            silo.Configure<Orleans.Configuration.ClusterOptions>(
                names => (names.ClusterId, names.ServiceId) = (cluster.Name, "hansard"));
            silo.Configure<ClusterMembershipOptions>(ClusterTimes.Apply);
            silo.Configure<SiloMessagingOptions>(ClusterTimes.Apply);
            silo.AddGrainService<NodeService>();
            if (certificates is not null) silo.UseTls(certificates.Apply);
        });
        services.AddOptions<EndpointOptions>().Configure<NodeSocket>((endpoints, socket) =>
        {
            (endpoints.AdvertisedIPAddress, endpoints.SiloPort) = (socket.EndPoint.Address, socket.EndPoint.Port);
            // All who call are nodes themselves.
            endpoints.GatewayPort = 0;
        });
        services.AddOptions<SiloOptions>()
            .Configure<NodeSocket>((silo, socket) => silo.SiloName = $"{Dns.GetHostName()}:{socket.EndPoint.Port}");

        // On the clock by which Orleans judges the times that it reads here: the system's.
        services.AddSingleton<IMembershipTable>(provider => new PostgresMembership(
            provider.GetRequiredService<NpgsqlDataSource>(), cluster.Name, provider.GetRequiredService<ILocalSiloDetails>().SiloAddress,
            ClusterTimes.Stale, TimeProvider.System));
        ListenOnSocket(services);
        return services;
    }

    // Orleans tells of every step it takes, warns of the garbage collector of workstations, and at the start of a check that it has not
    // made for as long as the machine runs.
    private static void Quieten(ILoggingBuilder logging) => logging
        .AddFilter("Orleans", LogLevel.Warning)
        .AddFilter("Polly", LogLevel.Warning)
        // Of notices to a node that stops: nobody waits for them, and what calls miss is an exception of theirs.
        .AddFilter("Orleans.Messaging", LogLevel.Critical)
        .AddFilter("Orleans.Runtime.Silo", LogLevel.Error)
        .AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error)
        .AddFilter(typeof(NodeService).FullName, LogLevel.Warning);

    // Orleans has its listeners under keys of its own, which nobody else can name.
    private static void ListenOnSocket(IServiceCollection services)
    {
        var listeners = services.Where(service => service.IsKeyedService && service.ServiceType == typeof(IConnectionListenerFactory));
        foreach (var listener in listeners.ToList())
        {
            services.Remove(listener);
            services.AddKeyedSingleton<IConnectionListenerFactory, NodeListener>(listener.ServiceKey);
        }
    }
}
