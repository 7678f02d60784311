using System.Diagnostics;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Pipeline;

/// <summary>Reports of one transcription: everything that was recognised, and about once a second a sign of life from each stage.</summary>
/// <remarks>Safe to use from many threads: stages compute on threads of their own. The receiver is never called by two at once.</remarks>
/// <param name="receiver">Receives the reports; null for nobody.</param>
/// <param name="interval">The least time between two reports without words; null: a second.</param>
internal sealed class StageProgress(IProgress<TranscriptionProgress>? receiver, TimeSpan? interval = null)
{
    private readonly TimeSpan _interval = interval ?? TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private TranscriptionProgress _last = new(TimeSpan.Zero, TimeSpan.Zero, null, []);
    private long? _reported;

    /// <summary>Reports words.</summary>
    /// <param name="transcribed">The recording is transcribed up to here.</param>
    /// <param name="decoded">End of what is decoded.</param>
    /// <param name="total">Its length, if that is known.</param>
    /// <param name="tokens">Recognised since the last report.</param>
    public void Recognised(TimeSpan transcribed, TimeSpan decoded, TimeSpan? total, IReadOnlyList<TranscriptToken> tokens)
    {
        if (receiver is null) return;
        lock (_gate) Report(new TranscriptionProgress(transcribed, decoded, total, tokens));
    }

    /// <summary>Reports that the recording is being read, though nobody may speak in it.</summary>
    /// <param name="decoded">End of what is decoded.</param>
    /// <param name="total">Its length, if that is known.</param>
    public void Decoded(TimeSpan decoded, TimeSpan? total)
    {
        if (receiver is null) return;
        lock (_gate)
        {
            if (IsDue && decoded > _last.Decoded) Report(_last with { Decoded = decoded, Total = total, NewTokens = [] });
        }
    }

    /// <summary>Reports that a stage after recognition goes on.</summary>
    public void Working(TranscriptionStage stage)
    {
        if (receiver is null) return;
        lock (_gate)
        {
            if (IsDue || stage != _last.Stage) Report(_last with { Stage = stage, NewTokens = [] });
        }
    }

    private bool IsDue => _reported is not { } reported || Stopwatch.GetElapsedTime(reported) >= _interval;

    private void Report(TranscriptionProgress progress)
    {
        (_last, _reported) = (progress, Stopwatch.GetTimestamp());
        receiver!.Report(progress);
    }
}
