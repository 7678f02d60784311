using Hansard.Engine;

namespace Hansard.Server.Jobs;

/// <summary>How far a running job has come: written by the engine, read by the heartbeat.</summary>
internal sealed class JobProgress(TimeProvider clock) : IProgress<TranscriptionProgress>
{
    private long _transcribedMs;
    private long _durationMs = -1;
    private long _lastReport = clock.GetTimestamp();

    /// <summary>The recording is transcribed up to here.</summary>
    public long TranscribedMs => Interlocked.Read(ref _transcribedMs);

    /// <summary>The recording's length, or as much as has been read of it; null when nothing has.</summary>
    public long? DurationMs => Interlocked.Read(ref _durationMs) is var duration and >= 0 ? duration : null;

    /// <summary>How long ago the last report was, or the start.</summary>
    public TimeSpan Silence => clock.GetElapsedTime(Interlocked.Read(ref _lastReport));

    /// <inheritdoc />
    public void Report(TranscriptionProgress value)
    {
        Interlocked.Exchange(ref _transcribedMs, (long)value.Transcribed.TotalMilliseconds);
        Interlocked.Exchange(ref _durationMs, (long)(value.Total ?? value.Decoded).TotalMilliseconds);
        Touch();
    }

    /// <summary>Something has been achieved that has no measure.</summary>
    public void Touch() => Interlocked.Exchange(ref _lastReport, clock.GetTimestamp());
}
