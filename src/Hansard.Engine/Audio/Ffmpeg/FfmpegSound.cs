using Hansard.Engine.Audio.Containers;

namespace Hansard.Engine.Audio.Ffmpeg;

/// <summary>The sound of one recording as ffmpeg decodes it.</summary>
/// <param name="process">Decodes; owned from here on.</param>
/// <param name="file">The recording.</param>
/// <param name="maximumDuration">The longest recording accepted.</param>
internal sealed class FfmpegSound(FfmpegProcess process, RecordingFile file, TimeSpan maximumDuration) : ISoundSource
{
    private readonly SampleStream _stream = new(process);

    /// <summary>The system's number of the process.</summary>
    public int ProcessId => process.Id;

    /// <inheritdoc />
    public TimeSpan? StatedDuration => process.Log.Duration;

    /// <inheritdoc />
    public async Task<IReadOnlyList<SoundTrack>> TracksAsync(CancellationToken cancellationToken)
    {
        await process.ListInputAsync(cancellationToken).ConfigureAwait(false);
        return process.Log.Tracks;
    }

    /// <inheritdoc />
    public Task<int> BeginAsync(CancellationToken cancellationToken) => _stream.ReadHeaderAsync(cancellationToken);

    /// <inheritdoc />
    public async Task<TimeSpan> LateAsync(CancellationToken cancellationToken)
    {
        if (!file.Container.HasClock) return TimeSpan.Zero;
        // ffmpeg tells it before it writes the first sample, so that the log need not be waited for beyond its pipe.
        if (await process.StartAsync(cancellationToken).ConfigureAwait(false) is not { } first) return TimeSpan.Zero;
        // Where the clock begins at 0, ffmpeg may not know when the film does, since it does not decode it. A part cut out of a broadcast
        // keeps the broadcast's times, beyond its own length: then both begin at once.
        var log = process.Log;
        var begin = file.Container.BeginsAtZero ? TimeSpan.Zero : log.HasVideo ? log.Start : first;
        var late = first - begin;
        return late > TimeSpan.Zero && late < (log.Duration ?? TimeSpan.Zero) && late < maximumDuration ? late : TimeSpan.Zero;
    }

    /// <inheritdoc />
    public ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken)
        => _stream.ReadAsync(samples, cancellationToken);

    /// <inheritdoc />
    public Task CheckEndAsync(bool isEmpty, CancellationToken cancellationToken) => process.CheckEndAsync(isEmpty, cancellationToken);

    /// <inheritdoc />
    public IReadOnlyList<string> Warnings(TimeSpan decoded) => RecordingWarnings.Of(process.Log, decoded, file);

    /// <inheritdoc />
    public void Stop() => process.Kill();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => process.DisposeAsync();
}
