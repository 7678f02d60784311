using Hansard.Server.Administration;
using Hansard.Server.Alignments;
using Hansard.Server.Auditing;
using Hansard.Server.Configuration;
using Hansard.Server.Doors.Live;
using Hansard.Server.Doors.Mcp;
using Hansard.Server.Doors.OpenAi;
using Hansard.Server.Doors.WhisperAsr;
using Hansard.Server.Events;
using Hansard.Server.Files;
using Hansard.Server.Health;
using Hansard.Server.Http;
using Hansard.Server.KnownSpeakers;
using Hansard.Server.Models;
using Hansard.Server.OpenApi;
using Hansard.Server.Revisions;
using Hansard.Server.Search;
using Hansard.Server.Sharing;
using Hansard.Server.Summaries;
using Hansard.Server.Transcriptions;
using Hansard.Server.Usage;
using Hansard.Server.Vocabulary;
using Hansard.Server.Waveforms;
using Hansard.Server.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server;

/// <summary>Serves Hansard's API in a program.</summary>
public static class HansardRoutes
{
    private static readonly PathString Api = new("/v1");

    /// <summary>
    /// Adds the API under /v1, /healthz, /readyz and the pages on errors under /docs/errors, with the keys, limits and errors of Hansard;
    /// everything else stays the program's, and so do endpoints of its own under /v1.
    /// </summary>
    /// <param name="application">With <see cref="HansardServices.AddHansard{TBuilder}"/> among its services.</param>
    /// <returns>The endpoints, for further conventions.</returns>
    public static IEndpointConventionBuilder MapHansard(this WebApplication application)
    {
        application.UseWhen(IsHansard, branch => branch.UseHansard(hasDocs: false));
        return application.MapHansardEndpoints();
    }

    /// <summary>Adds what every request to Hansard goes through before its endpoint.</summary>
    /// <param name="application">Of Hansard's requests.</param>
    /// <param name="hasDocs">True where /docs describes the API.</param>
    internal static void UseHansard(this IApplicationBuilder application, bool hasDocs) => application
        .UseMiddleware<RequestLogMiddleware>()
        .UseMiddleware<ErrorMiddleware>(hasDocs)
        .UseCrossOrigin(application.ApplicationServices.GetRequiredService<HansardServerOptions>())
        .UseMiddleware<RequestHeadMiddleware>()
        .UseWebSockets()
        .UseMiddleware<BodyPaceMiddleware>()
        .UseMiddleware<AuthenticationMiddleware>()
        .UseMiddleware<ConnectionUseMiddleware>()
        .UseMiddleware<RequestRateMiddleware>()
        .UseMiddleware<AdministratorMiddleware>()
        .UseMiddleware<AccessLogMiddleware>();

    /// <summary>Adds the endpoints alone.</summary>
    internal static IEndpointConventionBuilder MapHansardEndpoints(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithMetadata(new HansardEndpoint());
        group.MapFiles();
        group.MapTranscriptions();
        group.MapRevisions();
        group.MapRevisionImport();
        group.MapEvents();
        group.MapSearch();
        group.MapShares();
        group.MapShared();
        group.MapWaveforms();
        group.MapAlternatives();
        group.MapAlignments();
        group.MapSummaries();
        group.MapKnownSpeakers();
        group.MapVocabulary();
        group.MapModels();
        group.MapOpenAi();
        group.MapLive();
        group.MapMcpDoor();
        group.MapWhisperAsr();
        group.MapUsage();
        group.MapAccount();
        group.MapWebhooks();
        group.MapProjects();
        group.MapCatalogue();
        group.MapServerState();
        group.MapNodes();
        group.MapAccessLog();
        group.MapHealth();
        group.MapErrorPages();
        return group;
    }

    // An endpoint that answers 405 is none of routes, nor is there one for a path that nobody serves.
    private static bool IsHansard(HttpContext context) => context.GetEndpoint() is RouteEndpoint endpoint
        ? endpoint.Metadata.GetMetadata<HansardEndpoint>() is not null
        : context.Request.Path.StartsWithSegments(Api);

    private sealed record HansardEndpoint;
}
