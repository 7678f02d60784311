using Hansard.Server.Cluster.Scheduling;
using Hansard.Server.Configuration;
using Hansard.Server.Jobs.Dispatch;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server;

/// <summary>Parts that give work to workers: of this process alone, or the scheduler of the cluster.</summary>
internal static class DispatchServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddDispatcher(this IServiceCollection services, HansardServerOptions options)
    {
        services.AddSingleton<LocalDispatcher>().AddHostedService(provider => provider.GetRequiredService<LocalDispatcher>());

        // Two methods: what the one does not use is not even loaded.
        return options.Database is null ? AddOwn(services) : AddShared(services);
    }

    private static IServiceCollection AddOwn(IServiceCollection services)
        => services.AddSingleton<IDispatcher>(provider => provider.GetRequiredService<LocalDispatcher>());

    private static IServiceCollection AddShared(IServiceCollection services) => services.AddSingleton<IDispatcher, ClusterDispatcher>();
}
