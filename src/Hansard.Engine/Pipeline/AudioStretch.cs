using Hansard.Engine.Audio;

namespace Hansard.Engine.Pipeline;

/// <summary>Stretches of a recording that is read from its start.</summary>
internal static class AudioStretch
{
    /// <summary>Reads up to the end of a stretch.</summary>
    /// <param name="audio">The recording.</param>
    /// <param name="history">Holds what was read of it; stretches may overlap, but do not begin before the one before.</param>
    /// <param name="start">First sample.</param>
    /// <param name="end">Sample after the last one.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Fewer samples where the recording ends before; none where it ends before the start.</returns>
    public static async Task<float[]> CutAsync(
        this IAudioReader audio, SampleHistory history, long start, long end, CancellationToken cancellationToken)
    {
        while (history.End < end)
        {
            history.DropBefore(start);
            var count = await audio.ReadAsync(history.Reserve(AudioSpecification.SampleRate), cancellationToken).ConfigureAwait(false);
            if (count == 0) break;
            history.Commit(count);
        }

        history.DropBefore(start);
        return history.Slice(Math.Min(Math.Max(start, history.Start), history.End), Math.Min(end, history.End)).ToArray();
    }
}
