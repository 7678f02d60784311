using Hansard.Engine.Audio;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.Jobs;
using Hansard.Server.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Hansard.Server.Doors.WhisperAsr;

/// <summary>Answers <c>/detect-language</c>.</summary>
internal sealed class DetectionEndpoint(AsrUploadReader uploads, ILanguageDetector detector, IHostApplicationLifetime lifetime)
    : IDisposable
{
    // Bazarr sends a whole film; no more of it than is listened to has to be kept.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    // One decodes while the other computes; the transcriptions have the other cores.
    private const int Concurrency = 2;

    private const int Decimals = 4;
    private const int RetryAfterSeconds = 30;

    private readonly SemaphoreSlim _slots = new(Concurrency);

    /// <exception cref="ApiException">The request is wrong, or the recording cannot be used.</exception>
    public async Task<IResult> HandleAsync(HttpContext context)
    {
        var query = new AsrQuery(context.Request.Query);
        var isEncoded = query.Flag("encode", usual: true);
        query.Check();
        await using var recording = await uploads.ReadAsync(context, isEncoded, Kept);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            var found = await DetectAsync(recording, stop.Token)
                ?? throw ApiException.Unavailable(
                    "No model of this server tells languages: have its operator install one.", RetryAfterSeconds);
            var name = LanguageNames.Of(found.Code).ToLowerInvariant();
            return Reply.Json(new AsrLanguageResponse(name, found.Code, Math.Round(found.Confidence, Decimals)));
        }
        catch (InvalidAudioException exception)
        {
            throw AsrErrors.Unusable(exception.Message);
        }
        catch (ModelUnavailableException)
        {
            throw ApiException.Unavailable("The model cannot be loaded now: try again later.", RetryAfterSeconds);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw ApiException.Unavailable("The server stops: send the recording again.", RetryAfterSeconds);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _slots.Dispose();

    private async Task<DetectedLanguage?> DetectAsync(ArrivedRecording recording, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            await using var file = await recording.OpenAsync(cancellationToken);
            return await detector.DetectLanguageAsync(file.Path, cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }
}
