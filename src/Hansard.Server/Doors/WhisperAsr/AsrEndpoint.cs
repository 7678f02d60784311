using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.Storage;
using Hansard.Server.Transcriptions;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Doors.WhisperAsr;

/// <summary>Answers <c>/asr</c> when all of the recording is transcribed.</summary>
internal sealed class AsrEndpoint(AsrRequestReader requests, AsrUploadReader uploads, DoorQueue queue, HansardServerOptions options)
{
    /// <summary>The name of this protocol in metrics.</summary>
    public const string Door = "whisper-asr";

    // The form of its JSON, which clients may tell by this.
    private const string Engine = "faster_whisper";

    /// <exception cref="ApiException">The request is wrong, or its transcription failed before anything was sent.</exception>
    public async Task HandleAsync(HttpContext context)
    {
        var request = requests.Read(context.Request.Query);
        await using var recording = await uploads.ReadAsync(context, request.IsEncoded);
        var wanted = new NewTranscription
        {
            Model = request.Model,
            Request = request.Transcription,
            Source = RequestSource.PublicApi,
            Door = Door,
        };
        await using var transcription = await queue.SubmitAsync(context.Project(), recording, wanted, options.Doors.WhisperAsr.Keep);
        var headers = context.Response.Headers;
        headers["Asr-Engine"] = Engine;
        headers.ContentDisposition =
            $"attachment; filename=\"{Uri.EscapeDataString(recording.Filename)}.{Uri.EscapeDataString(request.Output)}\"";

        // Also JSON is, for the webservice.
        var answer = new PatientAnswer(
            context.Response, "text/plain; charset=utf-8", AsrOutput.HeadOf(request.Output), AsrOutput.FillerOf(request.Output) ?? "");
        try
        {
            await AnswerAsync(transcription, request, answer, context.RequestAborted);
        }
        catch (Exception exception)
            when (answer.HasStarted && AsrOutput.TellsErrors(request.Output) && exception is ApiException or StorageUnavailableException)
        {
            await answer.WriteAsync(exception.Message, context.RequestAborted);
        }
    }

    private async Task AnswerAsync(
        WaitedTranscription transcription, AsrRequest request, PatientAnswer answer, CancellationToken cancellationToken)
    {
        while (true)
        {
            await transcription.NextAsync(options.Doors.WhisperAsr.KeepAlive, withTokens: false, cancellationToken);
            if (transcription.HasEnded) break;
            if (AsrOutput.FillerOf(request.Output) is not null) await answer.FillAsync(cancellationToken);
        }

        try
        {
            await answer.EndAsync(new AsrAnswer(request, transcription.Transcript()).Write(), cancellationToken);
        }
        catch (ApiException error) when (error.StatusCode == 400)
        {
            throw AsrErrors.Unusable(error.Message);
        }
    }
}
