using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Doors.OpenAi.Realtime;
using Hansard.Server.Http;
using Hansard.Server.Models;
using Hansard.Server.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Doors.OpenAi;

/// <summary>OpenAI's audio API, where it is switched on.</summary>
internal static class OpenAiRoutes
{
    // Of Azure's clients.
    private static readonly KeyHeader Key = new("api-key");

    private static readonly FormField[] Fields =
    [
        new("model", "The id of a model; whisper-1, gpt-4o-transcribe and the like are other names for the default one."),
        new("language", "The language that is spoken: ISO 639. Absent: found out."),
        new("prompt", "A text on the same matter, or names and words, separated by commas.", AudioRequestReader.MaximumText),
        new("response_format", "json (default), text, srt, vtt, verbose_json or diarized_json."),
        new("timestamp_granularities[]", "segment (default) or word, for verbose_json; may be repeated."),
        new("include[]", "logprobs: how sure each piece of text is."),
        new("stream", "true: server-sent events while the recording is transcribed."),
        new("temperature", "0 to 1; it changes nothing."),
        new("known_speaker_names[]", "Name of a person who may speak, for diarized_json; may be repeated."),
        new("known_speaker_references[]", "A data URL with that person's voice; one for each name, in the same order."),
        new("store", "true: the file and the transcription stay in the project."),
    ];

    /// <summary>Adds its parts.</summary>
    public static IServiceCollection AddOpenAi(this IServiceCollection services, OpenAiOptions options) => options.Enabled
        ? services
            .AddSingleton<OpenAiModels>()
            .AddSingleton<IModelObjects>(provider => provider.GetRequiredService<OpenAiModels>())
            .AddSingleton<IErrorShape, OpenAiErrors>()
            .AddSingleton<AudioUploadReader>()
            .AddSingleton<AudioRequestReader>()
            .AddSingleton<SpeakerReferences>()
            .AddSingleton<AudioEndpoint>()
            .AddRealtime()
        : services;

    /// <summary>Adds its routes.</summary>
    public static void MapOpenAi(this IEndpointRouteBuilder routes)
    {
        if (!routes.ServiceProvider.GetRequiredService<HansardServerOptions>().Doors.OpenAi.Enabled) return;
        routes.MapPost(
            "/v1/audio/transcriptions",
            (HttpContext context, AudioEndpoint endpoint) => endpoint.HandleAsync(context, AudioTask.Transcribe))
            .Describe("Transcribe a recording and wait for it, as OpenAI's audio API does");
        routes.MapPost(
            "/v1/audio/translations",
            (HttpContext context, AudioEndpoint endpoint) => endpoint.HandleAsync(context, AudioTask.Translate))
            .Describe("Transcribe a recording, translate it into English and wait for it, as OpenAI's audio API does");
        routes.MapGet("/v1/models/{id}", Model)
            .WithTags("OpenAI")
            .Ok<ModelObjectResponse>("Get a model as OpenAI's API describes it")
            .WithMetadata(new ErrorBody(typeof(OpenAiErrorResponse)))
            .Produces<OpenAiErrorResponse>(404);
        routes.MapRealtime();
    }

    private static void Describe(this RouteHandlerBuilder route, string summary) => route
        .WithTags("OpenAI")
        .Ok<AudioTextResponse>(summary)
        .UploadsFile(Fields)
        .WithMetadata(Key, new ErrorBody(typeof(OpenAiErrorResponse)))
        .Produces<OpenAiErrorResponse>(404);

    private static IResult Model(string id, OpenAiModels models) => Reply.Json(models.Find(id) ?? throw models.Unknown(id));
}
