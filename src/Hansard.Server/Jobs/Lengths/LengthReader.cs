using System.Text.Json;
using Hansard.Engine;
using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Decoding;
using Hansard.Server.Contract;
using Hansard.Server.Storage;

namespace Hansard.Server.Jobs.Lengths;

/// <summary>Reads how long recordings say that they are, without decoding them.</summary>
internal sealed class LengthReader(IObjectStore objects, EngineOptions engine, TimeProvider clock)
{
    // A healthy file takes some 50 ms; of one that takes longer, the length is not worth the time.
    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(5);

    private readonly RecordingDecoder _decoder = new(new FfmpegOptions { MaximumDuration = engine.MaximumDuration });

    /// <summary>Reads the length of the part of a recording that is to be transcribed.</summary>
    /// <returns>Null when the recording does not say, is damaged, or is there no more.</returns>
    public Task<TimeSpan?> ReadAsync(UnmeasuredJob job, CancellationToken cancellationToken) => TryAsync(
        async token =>
        {
            await using var recording = await objects.OpenEndsAsync(job.Blob, token);
            if (recording is null) return null;
            var request = JsonSerializer.Deserialize<TranscriptionRequest>(job.RequestJson, JsonSettings.Stored)!;
            return await LengthAsync(recording.Path, request, token);
        },
        cancellationToken);

    /// <summary>Reads the length of the part of a recording that is to be transcribed, which is here already.</summary>
    /// <returns>Null when the recording does not say, or is damaged.</returns>
    public Task<TimeSpan?> ReadAsync(string path, TranscriptionRequest request, CancellationToken cancellationToken)
        => TryAsync(token => LengthAsync(path, request, token), cancellationToken);

    private async Task<TimeSpan?> TryAsync(Func<CancellationToken, Task<TimeSpan?>> read, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(LongestRead, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await read(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception exception)
            when (exception is InvalidAudioException or DecoderUnavailableException or IOException or UnauthorizedAccessException)
        {
            // Whoever transcribes it says what is wrong.
            return null;
        }
    }

    private async Task<TimeSpan?> LengthAsync(string path, TranscriptionRequest request, CancellationToken cancellationToken)
    {
        if (await _decoder.LengthAsync(path, cancellationToken) is not { } length) return null;
        var end = request.AudioEndMs is { } at && TimeSpan.FromMilliseconds(at) < length ? TimeSpan.FromMilliseconds(at) : length;
        var part = end - TimeSpan.FromMilliseconds(request.AudioStartMs ?? 0);
        return part > TimeSpan.Zero ? part : null;
    }
}
