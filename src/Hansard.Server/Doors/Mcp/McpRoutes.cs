using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Hansard.Server.Doors.Mcp;

/// <summary>Tools for assistants by the Model Context Protocol over Streamable HTTP, where they are switched on.</summary>
/// <remarks>
/// Without sessions: each request carries its key and all that it needs, so nothing is left behind by an assistant that goes away, and
/// progress is told in the answer to the request that it is about.
/// </remarks>
internal static class McpRoutes
{
    /// <summary>Address of the protocol.</summary>
    public const string Path = "/mcp";

    // Arguments are words and ids; the largest is a context of 10,000 characters.
    private const long MaximumBody = 256 << 10;

    private const string Instructions =
        "Transcribes recordings, and finds and reads what was said in them. 'transcribe' takes an address or the id of an uploaded file "
        + "and gives the text with speakers and times, or an id to go on with; 'search' finds transcriptions by what was said; 'read' "
        + "gives the text of one, page by page; 'export' gives it as subtitles, a table or another format.";

    private static readonly string Version = typeof(McpRoutes).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>Adds its parts.</summary>
    public static IServiceCollection AddMcp(this IServiceCollection services, McpDoorOptions options)
    {
        if (!options.Enabled) return services;
        services.AddSingleton<McpCalls>().AddSingleton<McpParts>();
        services.AddMcpServer().WithHttpTransport(transport =>
        {
            transport.Stateless = true;
            var others = transport.ConfigureSessionOptions;
            transport.ConfigureSessionOptions = async (context, server, cancellationToken) =>
            {
                // A program that hosts the API may have tools of its own, at an address of its own.
                if (context.GetEndpoint()?.Metadata.GetMetadata<McpEndpoint>() is not null) Offer(context, server);
                else if (others is not null) await others(context, server, cancellationToken);
            };
        });
        return services;
    }

    /// <summary>Adds its routes.</summary>
    public static void MapMcpDoor(this IEndpointRouteBuilder routes)
    {
        if (!routes.ServiceProvider.GetRequiredService<HansardServerOptions>().Doors.Mcp.Enabled) return;
        var needsKey = new NeedsKey();
        routes.MapMcp(Path).WithMetadata(needsKey, new McpEndpoint()).Finally(Guard);

        // Clients ask whether there is a stream beside the answers, and know by this status that there is none.
        routes.MapMethods(Path, ["GET", "DELETE"], (HttpContext context) =>
        {
            context.Response.Headers.Allow = "POST";
            return Reply.Json(
                new ErrorResponse
                {
                    StatusCode = 405,
                    ErrorType = ErrorTypes.InvalidRequest,
                    Message = "This server keeps no sessions of this protocol, and has no stream beside the answers: send POST.",
                    ValidationErrors = [],
                    RequestId = context.TraceIdentifier,
                    MoreInfo = PublicAddress.OfError(
                        ErrorTypes.InvalidRequest, context.Request, context.RequestServices.GetRequiredService<HansardServerOptions>()),
                },
                statusCode: 405);
        }).WithMetadata(needsKey).ExcludeFromDescription();
    }

    private static void Offer(HttpContext context, McpServerOptions server)
    {
        var project = context.Project();
        var parts = context.RequestServices.GetRequiredService<McpParts>() with { Accessed = context.Features.Set };
        server.ServerInfo = new Implementation { Name = "hansard", Title = "Hansard", Version = Version };
        server.ServerInstructions = Instructions;
        server.ToolCollection =
        [
            new TranscribeTool(project, parts), new SearchTool(project, parts), new ReadTool(project, parts),
            new ExportTool(project, parts),
        ];
    }

    // Here and not by metadata: those bound the body of the framework, and not the one that is held to a pace, and choose an endpoint that
    // needs no key for another content type.
    private static void Guard(EndpointBuilder endpoint)
    {
        if (endpoint.RequestDelegate is not { } next) return;
        foreach (var accepts in endpoint.Metadata.OfType<IAcceptsMetadata>().ToList()) endpoint.Metadata.Remove(accepts);
        endpoint.RequestDelegate = async context =>
        {
            if (!context.Request.HasJsonContentType())
                throw ApiException.Invalid("The content type is not supported here: send 'Content-Type: application/json'.");
            context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = MaximumBody;
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            if (WrongRequest.Answer(body.GetBuffer().AsMemory(0, (int)body.Length)) is { } answer)
            {
                await Results.Bytes(answer, "application/json").ExecuteAsync(context);
                return;
            }
            body.Position = 0;
            context.Request.Body = body;
            await next(context);
        };
    }

    private sealed record McpEndpoint;
}
