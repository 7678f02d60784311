using Hansard.Engine;
using Hansard.Engine.Voices;
using Hansard.Server.Contract;
using Hansard.Server.Jobs;
using Hansard.Server.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.KnownSpeakers;

/// <summary>Finds voices in recordings while clients wait: a few at a time, and for no longer than they do.</summary>
internal sealed partial class VoiceFinder(
    ITranscriber transcriber, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<VoiceFinder> logger) : IDisposable
{
    /// <summary>Time that a request waits for its turn and its voice: the SDKs give up after 30 seconds.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(25);

    // One decodes while the other computes; the jobs of transcription have the other cores, and no more is gained by a third.
    private const int Concurrency = 2;

    private const int RetryAfterSeconds = 10;

    private readonly SemaphoreSlim _slots = new(Concurrency);

    /// <summary>Finds the voice of a person who speaks alone.</summary>
    /// <param name="recording">Disposed of when it is not needed any more.</param>
    /// <param name="options">Where the person speaks in it.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    /// <exception cref="ApiException">There was no time for it.</exception>
    /// <exception cref="VoiceEnrolmentException">Too little is said there, or several people speak.</exception>
    /// <exception cref="Engine.Audio.InvalidAudioException">The recording cannot be decoded.</exception>
    public async Task<VoiceProfile> FindAsync(
        LocalRecording recording, VoiceEnrolmentOptions options, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(LongestWait, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping, late.Token);
        Task<VoiceProfile> running;
        try
        {
            await _slots.WaitAsync(stop.Token);
            running = RunAsync(recording, options, stop.Token);
        }
        catch (OperationCanceledException)
        {
            await recording.DisposeAsync();
            throw Given(up: cancellationToken);
        }

        try
        {
            // An engine that does not stop when it is told to keeps its place, and not the client.
            return await running.WaitAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
            throw Given(up: cancellationToken);
        }
        catch (ModelUnavailableException exception)
        {
            LogModelUnavailable(exception);
            throw ApiException.Unavailable("The server cannot load a model that tells voices; its log says more.", RetryAfterSeconds);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _slots.Dispose();

    private async Task<VoiceProfile> RunAsync(LocalRecording recording, VoiceEnrolmentOptions options, CancellationToken stop)
    {
        try
        {
            await using (recording) return await transcriber.EnrolAsync(recording.Path, options, stop);
        }
        finally
        {
            _slots.Release();
        }
    }

    private static Exception Given(CancellationToken up) => up.IsCancellationRequested
        ? new OperationCanceledException(up)
        : ApiException.Unavailable(
            $"The voice was not found within {LongestWait.TotalSeconds:0} seconds, as the server is busy or the recording very long: try "
            + "again, or send a shorter recording, in which the person speaks for a minute.",
            RetryAfterSeconds);

    [LoggerMessage(162, LogLevel.Error, "No voice can be told: a model cannot be used")]
    private partial void LogModelUnavailable(Exception exception);
}
