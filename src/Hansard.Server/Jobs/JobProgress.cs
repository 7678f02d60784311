using Hansard.Engine;
using Hansard.Engine.Transcripts;

namespace Hansard.Server.Jobs;

/// <summary>Progress of a running job: written by the engine, read by the heartbeat.</summary>
/// <remarks>
/// Any report is a sign of life, whichever stage it is from and whether or not it is further along the recording than the one before:
/// diarization and translation come when everything has been transcribed.
/// </remarks>
internal sealed class JobProgress(TimeProvider clock) : IProgress<TranscriptionProgress>
{
    private const long Never = long.MaxValue;

    private readonly Lock _gate = new();
    private readonly List<TranscriptToken> _tokens = [];
    private TranscriptionProgress? _latest;
    private long _lastReport = clock.GetTimestamp();

    /// <summary>Time since the last report, or the start; zero when none is expected any more.</summary>
    public TimeSpan Silence => Interlocked.Read(ref _lastReport) is var last and not Never ? clock.GetElapsedTime(last) : TimeSpan.Zero;

    /// <summary>Length of what was transcribed, when there is a transcript; null before.</summary>
    public TimeSpan? Completed { get; set; }

    /// <summary>The recording is transcribed up to here.</summary>
    public TimeSpan Transcribed
    {
        get
        {
            lock (_gate) return _latest?.Transcribed ?? TimeSpan.Zero;
        }
    }

    /// <inheritdoc />
    public void Report(TranscriptionProgress value)
    {
        lock (_gate)
        {
            _latest = value with { NewTokens = [] };
            _tokens.AddRange(value.NewTokens);
        }
        Interlocked.Exchange(ref _lastReport, clock.GetTimestamp());
    }

    /// <summary>The state of the job now, with the tokens recognised since those that were <see cref="Stored"/>.</summary>
    public JobState State()
    {
        lock (_gate)
        {
            return new JobState(
                (long)(_latest?.Transcribed.TotalMilliseconds ?? 0),
                _latest is { } latest ? (long)(latest.Total ?? latest.Decoded).TotalMilliseconds : null,
                _latest?.Stage ?? TranscriptionStage.Recognition,
                [.. _tokens]);
        }
    }

    /// <summary>Forgets tokens that have been stored.</summary>
    /// <param name="state">Returned by <see cref="State"/>.</param>
    public void Stored(JobState state)
    {
        lock (_gate) _tokens.RemoveRange(0, state.NewTokens.Count);
    }

    /// <summary>The work goes on, though no further than before.</summary>
    public void Alive() => Interlocked.Exchange(ref _lastReport, clock.GetTimestamp());

    /// <summary>The work is done, and only its end is to be stored, which has as long as the disk takes.</summary>
    public void Done() => Interlocked.Exchange(ref _lastReport, Never);
}

/// <summary>Progress of a running job, as it is stored.</summary>
/// <param name="TranscribedMs">The recording is transcribed up to here.</param>
/// <param name="DurationMs">The recording's length, or as much as has been read of it; null when nothing has.</param>
/// <param name="Stage">What is done with it.</param>
/// <param name="NewTokens">Recognised since the state that was stored before.</param>
internal sealed record JobState(long TranscribedMs, long? DurationMs, TranscriptionStage Stage, IReadOnlyList<TranscriptToken> NewTokens);
