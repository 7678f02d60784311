using System.Collections.Concurrent;
using Hansard.Engine;
using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Decoding;
using Hansard.Server.Contract;
using Hansard.Server.Files;
using Hansard.Server.Storage;
using Hansard.Server.Transcriptions;
using Microsoft.Extensions.Hosting;

namespace Hansard.Server.Waveforms;

/// <summary>Computes the waveforms of recordings, each once, and a few at a time.</summary>
/// <remarks>
/// One that takes longer than a request may is computed to its end all the same: whoever asks again has it then.
/// </remarks>
internal sealed class WaveformReader(
    IWaveformStore store, IFileStore files, IObjectStore objects, EngineOptions engine, IHostApplicationLifetime lifetime,
    TimeProvider clock) : IDisposable
{
    /// <summary>Time that a request waits: the SDKs give up after 30 seconds.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    // Decoding is one thread's work; the jobs of transcription have the other cores.
    private const int Concurrency = 1;

    // More would wait for minutes; whoever asks again is served then.
    private const int LongestQueue = 32;

    private const int RetryAfterSeconds = 5;

    private readonly RecordingDecoder _decoder = new(new FfmpegOptions { MaximumDuration = engine.MaximumDuration });
    private readonly SemaphoreSlim _slots = new(Concurrency);
    private readonly ConcurrentDictionary<string, Lazy<Task<Waveform>>> _running = new(StringComparer.Ordinal);

    /// <summary>Finds the waveform of a transcription's recording, or computes it.</summary>
    /// <exception cref="ApiException">The recording is gone or cannot be decoded, or there is no time now.</exception>
    public async Task<Waveform> ReadAsync(string project, TranscriptionRow row, CancellationToken cancellationToken)
    {
        if (store.Find(row.Id) is { } known) return known;
        if (row.FileId is null || files.Find(project, row.FileId) is not { } file) throw ApiException.FileNotFound();
        if (_running.Count >= LongestQueue && !_running.ContainsKey(row.Id)) throw Busy();
        var running = _running.GetOrAdd(row.Id, id => new Lazy<Task<Waveform>>(() => ComputeAsync(id, file)));
        try
        {
            return await running.Value.WaitAsync(LongestWait, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw Busy();
        }
        catch (InvalidAudioException exception)
        {
            throw ApiException.InvalidState(exception.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw ApiException.Unavailable("The server is stopping.", RetryAfterSeconds);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _slots.Dispose();

    private async Task<Waveform> ComputeAsync(string transcription, FileRow file)
    {
        // Not of the request that happens to be the first.
        await Task.Yield();
        var stop = lifetime.ApplicationStopping;
        try
        {
            await _slots.WaitAsync(stop);
            try
            {
                var waveform = await DecodeAsync(file, stop);
                await store.AddAsync(transcription, waveform, stop);
                return waveform;
            }
            finally
            {
                _slots.Release();
            }
        }
        finally
        {
            _running.TryRemove(transcription, out _);
        }
    }

    private async Task<Waveform> DecodeAsync(FileRow file, CancellationToken stop)
    {
        await using var recording = await objects.OpenAsync(file.Blob, stop) ?? throw ApiException.FileNotFound();
        try
        {
            await using var audio = await _decoder.OpenAsync(recording.Path, stop);
            var builder = new WaveformBuilder();
            var samples = new float[AudioSpecification.SampleRate];
            for (int count; (count = await audio.ReadAsync(samples, stop)) > 0;) builder.Add(samples.AsSpan(0, count));
            return builder.Build();
        }
        catch (Exception exception) when (exception is InvalidAudioException or IOException && !File.Exists(recording.Path))
        {
            // Deleted while it was read, which ffmpeg may find out at any step.
            throw ApiException.FileNotFound();
        }
    }

    private static ApiException Busy()
        => ApiException.Unavailable("The waveform is still being computed: ask for it again in a moment.", RetryAfterSeconds);
}
