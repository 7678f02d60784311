using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.Storage;
using Hansard.Server.Transcriptions;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Doors.OpenAi;

/// <summary>Answers a request for a transcription or translation: with all of it when it is done, or with events meanwhile.</summary>
internal sealed class AudioEndpoint(
    AudioUploadReader uploads, AudioRequestReader requests, SpeakerReferences speakers, DoorQueue queue, HansardServerOptions options)
{
    /// <summary>The name of this protocol in metrics.</summary>
    public const string Door = "openai";

    /// <exception cref="ApiException">The request is wrong, or its transcription failed before anything was sent.</exception>
    public async Task HandleAsync(HttpContext context, AudioTask task)
    {
        await using var upload = await uploads.ReadAsync(context);
        var request = requests.Read(upload.Fields, task);
        var project = context.Project();
        var voices = await speakers.FindAsync(project, request.SpeakerNames, upload, context.RequestAborted);
        request = request with { Transcription = request.Transcription with { GivenVoices = voices } };
        var wanted = new NewTranscription
        {
            Model = request.Model,
            Request = request.Transcription,
            Source = RequestSource.PublicApi,
            Door = Door,
        };
        await using var transcription = await queue.SubmitAsync(project, upload.Recording!, wanted, request.Keep);
        var answer = AnswerOf(context.Response, request);
        try
        {
            if (request.IsStream) await StreamAsync(transcription, request, answer, context.RequestAborted);
            else await AnswerAsync(transcription, request, answer, context.RequestAborted);
        }
        catch (Exception exception) when (answer.HasStarted && ToldError(exception) is { } error)
        {
            await answer.WriteAsync(request.IsStream ? AudioEvents.Of(error) : OpenAiErrors.Json(error), context.RequestAborted);
        }
    }

    private async Task AnswerAsync(
        WaitedTranscription transcription, AudioRequest request, PatientAnswer answer, CancellationToken cancellationToken)
    {
        while (true)
        {
            await transcription.NextAsync(options.Doors.OpenAi.KeepAlive, withTokens: false, cancellationToken);
            if (transcription.HasEnded) break;
            await answer.FillAsync(cancellationToken);
        }

        await answer.EndAsync(new AudioAnswer(request, transcription.Transcript()).Write(), cancellationToken);
    }

    private async Task StreamAsync(
        WaitedTranscription transcription, AudioRequest request, PatientAnswer answer, CancellationToken cancellationToken)
    {
        var events = new AudioEvents(request);
        while (true)
        {
            var words = await transcription.NextAsync(options.Doors.OpenAi.KeepAlive, withTokens: true, cancellationToken);
            if (transcription.HasEnded) break;
            if (events.Of(words) is { Length: > 0 } text) await answer.WriteAsync(text, cancellationToken);
            else await answer.FillAsync(cancellationToken);
        }

        await answer.WriteAsync(events.Of(new AudioAnswer(request, transcription.Transcript())), cancellationToken);
    }

    private static PatientAnswer AnswerOf(HttpResponse response, AudioRequest request)
    {
        var (head, filler) = request.IsStream ? ("", ": \n\n")
            : request.Format == AudioFormat.Vtt ? ("WEBVTT\n", "\n")
            : ("", AudioFormat.IsJson(request.Format) ? " " : "\n");
        return new PatientAnswer(response, request.ContentType, head, filler);
    }

    private static ApiException? ToldError(Exception exception) => exception switch
    {
        ApiException error => error,
        StorageUnavailableException unavailable =>
            ApiException.Unavailable(unavailable.Message, (int)unavailable.RetryAfter.TotalSeconds),
        _ => null,
    };
}
