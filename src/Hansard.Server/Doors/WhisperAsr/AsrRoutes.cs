using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Doors.WhisperAsr;

/// <summary>The protocol of whisper-asr-webservice, where it is switched on.</summary>
internal static class AsrRoutes
{
    /// <summary>Address of transcriptions.</summary>
    public const string Asr = "/asr";

    /// <summary>Address at which a language is found out.</summary>
    public const string Detection = "/detect-language";

    /// <summary>Address that Bazarr's test of the connection asks, though the webservice has no such one.</summary>
    public const string Status = "/status";

    // Such names may be those of a program that hosts this server, too: its own come first.
    private const int AfterOthers = 1;

    /// <summary>Adds its parts.</summary>
    public static IServiceCollection AddWhisperAsr(this IServiceCollection services, WhisperAsrOptions options) => options.Enabled
        ? services
            .AddSingleton<ILanguageDetector>(provider => (ILanguageDetector)provider.GetRequiredService<ITranscriber>())
            .AddSingleton<IErrorShape, AsrErrors>()
            .AddSingleton<AsrUploadReader>()
            .AddSingleton<AsrRequestReader>()
            .AddSingleton<AsrEndpoint>()
            .AddSingleton<DetectionEndpoint>()
        : services;

    /// <summary>Adds its routes.</summary>
    public static void MapWhisperAsr(this IEndpointRouteBuilder routes)
    {
        var options = routes.ServiceProvider.GetRequiredService<HansardServerOptions>().Doors.WhisperAsr;
        if (!options.Enabled) return;
        var door = routes.MapGroup("").WithOrder(AfterOthers).ExcludeFromDescription();
        door.MapPost(Asr, (HttpContext context, AsrEndpoint endpoint) => endpoint.HandleAsync(context)).NeedsKey(options);
        door.MapPost(Detection, (HttpContext context, DetectionEndpoint endpoint) => endpoint.HandleAsync(context)).NeedsKey(options);
        door.MapGet(Status, () => Reply.Json(new AsrStatusResponse(ServerVersion.Current)));
        foreach (var path in (string[])[Asr, Detection]) door.Map(path, context => throw NotAllowed(context, HttpMethods.Post));
        door.Map(Status, context => throw NotAllowed(context, HttpMethods.Get));
    }

    private static void NeedsKey(this RouteHandlerBuilder route, WhisperAsrOptions options)
    {
        route.WithMetadata(new NeedsKey(), new KeyAsPassword());
        if (options.Project is { } project) route.WithMetadata(new ProjectWithoutKey(project));
    }

    private static ApiException NotAllowed(HttpContext context, string method)
    {
        context.Response.Headers.Allow = method;
        return new ApiException(405, ErrorTypes.InvalidRequest, $"Only the method {method} is allowed here.");
    }
}
