using Hansard.Server.Configuration;
using Hansard.Server.Jobs.Parts;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server;

/// <summary>Adds the work on parts of long recordings.</summary>
internal static class PartServices
{
    /// <summary>Adds what gives parts to others, and takes theirs, where servers share a database and a place of recordings.</summary>
    public static IServiceCollection AddParts(this IServiceCollection services, HansardServerOptions options)
    {
        services.AddSingleton<PartWork>();
        if (options.Database is null || options.Objects is null) return services;
        return services
            .AddSingleton<PartObjects>()
            .AddSingleton<PartRunner>()
            .AddSingleton<PartDesk>()
            .AddSingleton<PartSweep>()
            .AddHostedService(provider => provider.GetRequiredService<PartSweep>());
    }
}
