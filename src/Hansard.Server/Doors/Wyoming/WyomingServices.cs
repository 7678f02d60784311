using Hansard.Server.Configuration;
using Hansard.Server.Doors.Wyoming.Discovery;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Doors.Wyoming;

/// <summary>The protocol Wyoming, where it is switched on.</summary>
internal static class WyomingServices
{
    /// <summary>Adds its parts.</summary>
    public static IServiceCollection AddWyoming(this IServiceCollection services, WyomingOptions options)
    {
        if (!options.Enabled) return services;
        services
            .AddSingleton<WyomingInfo>()
            .AddSingleton<WyomingParts>()
            .AddSingleton<WyomingListener>()
            .AddHostedService(provider => provider.GetRequiredService<WyomingListener>());
        if (options.Announce) services.AddHostedService<WyomingAnnouncement>();
        return services;
    }
}
