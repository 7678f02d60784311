using Hansard.Engine;

namespace Hansard.Server.Jobs;

/// <summary>Progress of a running job: written by the engine, read by the heartbeat.</summary>
/// <remarks>
/// Any report is a sign of life, whichever stage it is from and whether or not it is further along the recording than the one before:
/// diarization and translation come when everything has been transcribed.
/// </remarks>
internal sealed class JobProgress(TimeProvider clock) : IProgress<TranscriptionProgress>
{
    private const long Never = long.MaxValue;

    private long _transcribedMs;
    private long _durationMs = -1;
    private long _lastReport = clock.GetTimestamp();

    /// <summary>The recording is transcribed up to here.</summary>
    public long TranscribedMs => Interlocked.Read(ref _transcribedMs);

    /// <summary>The recording's length, or as much as has been read of it; null when nothing has.</summary>
    public long? DurationMs => Interlocked.Read(ref _durationMs) is var duration and >= 0 ? duration : null;

    /// <summary>Time since the last report, or the start; zero when none is expected any more.</summary>
    public TimeSpan Silence => Interlocked.Read(ref _lastReport) is var last and not Never ? clock.GetElapsedTime(last) : TimeSpan.Zero;

    /// <inheritdoc />
    public void Report(TranscriptionProgress value)
    {
        Interlocked.Exchange(ref _transcribedMs, (long)value.Transcribed.TotalMilliseconds);
        Interlocked.Exchange(ref _durationMs, (long)(value.Total ?? value.Decoded).TotalMilliseconds);
        Interlocked.Exchange(ref _lastReport, clock.GetTimestamp());
    }

    /// <summary>The work is done, and only its end is to be stored, which has as long as the disk takes.</summary>
    public void Done() => Interlocked.Exchange(ref _lastReport, Never);
}
