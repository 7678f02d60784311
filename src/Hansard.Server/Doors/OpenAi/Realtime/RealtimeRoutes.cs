using Hansard.Server.Configuration;
using Hansard.Server.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Doors.OpenAi.Realtime;

/// <summary>OpenAI's realtime transcription sessions, where they are switched on.</summary>
internal static class RealtimeRoutes
{
    /// <summary>Address of sessions.</summary>
    public const string Path = "/v1/realtime";

    /// <summary>Adds their parts.</summary>
    public static IServiceCollection AddRealtime(this IServiceCollection services) => services
        .AddSingleton<RealtimeSettingsReader>()
        .AddSingleton<ClientSecrets>()
        .AddSingleton<RealtimeEndpoint>();

    /// <summary>Adds their route.</summary>
    public static void MapRealtime(this IEndpointRouteBuilder routes)
    {
        if (!routes.ServiceProvider.GetRequiredService<HansardServerOptions>().Doors.OpenAi.Realtime) return;
        // Browsers have the key in a subprotocol, and are told in the session what is wrong with it.
        routes.MapGet(Path, (HttpContext context, RealtimeEndpoint endpoint) => endpoint.HandleAsync(context))
            .WithMetadata(new OpenToAll())
            .ExcludeFromDescription();
        routes.MapClientSecrets();
    }
}
