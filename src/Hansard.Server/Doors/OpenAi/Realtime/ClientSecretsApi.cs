using Hansard.Server.Contract;
using Hansard.Server.Doors.Streaming;
using Hansard.Server.Http;
using Hansard.Server.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.Doors.OpenAi.Realtime;

/// <summary>The calls by which a program with an API key gets a key for one without: a web page, an app.</summary>
internal static class ClientSecretsApi
{
    /// <summary>Adds the routes.</summary>
    public static void MapClientSecrets(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(LiveKeys.ClientSecrets, (HttpContext context, ClientSecrets secrets) => secrets.CreateAsync(context))
            .Ok<ClientSecretResponse>("Make a key that opens realtime sessions for a while, as OpenAI's API does")
            .Accepts<ClientSecretBody>("application/json")
            .Describe();
        routes.MapPost(
            $"{RealtimeRoutes.Path}/transcription_sessions",
            (HttpContext context, ClientSecrets secrets) => secrets.CreateBetaAsync(context))
            .Ok<TranscriptionSessionResponse>("Make a key that opens realtime sessions for a while, as the beta of OpenAI's API did")
            .Accepts<TranscriptionSessionBody>("application/json")
            .Describe();
    }

    private static void Describe(this RouteHandlerBuilder route) => route
        .WithTags("OpenAI")
        .WithMetadata(new KeyHeader(RealtimeKeys.Header), new ErrorBody(typeof(OpenAiErrorResponse)))
        .Produces<OpenAiErrorResponse>(404);
}
