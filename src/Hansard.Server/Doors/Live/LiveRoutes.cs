using Hansard.Server.Configuration;
using Hansard.Server.Http;
using Hansard.Server.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Doors.Live;

/// <summary>Live transcription over a WebSocket, where it is switched on.</summary>
internal static class LiveRoutes
{
    /// <summary>Address of sessions.</summary>
    public const string Path = "/transcribe-websocket";

    /// <summary>Adds its parts.</summary>
    public static IServiceCollection AddLive(this IServiceCollection services, LiveDoorOptions options) => options.Enabled
        ? services
            .AddSingleton<LiveModels>()
            .AddSingleton<ILiveModelNames>(provider => provider.GetRequiredService<LiveModels>())
            .AddSingleton<LiveStartReader>()
            .AddSingleton<LiveEndpoint>()
        : services;

    /// <summary>Adds its route.</summary>
    public static void MapLive(this IEndpointRouteBuilder routes)
    {
        if (!routes.ServiceProvider.GetRequiredService<HansardServerOptions>().Doors.Live.Enabled) return;
        // Whose session it is may be told by the first message only.
        routes.MapGet(Path, (HttpContext context, LiveEndpoint endpoint) => endpoint.HandleAsync(context))
            .WithMetadata(new OpenToAll())
            .ExcludeFromDescription();
        routes.MapTemporaryKeys();
    }
}
