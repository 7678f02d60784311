using Hansard.Engine.Audio.Containers;

namespace Hansard.Engine.Audio.Ffmpeg;

/// <summary>Tells, once a recording has been read, what its transcript lacks for reasons that lie in the file.</summary>
internal static class RecordingWarnings
{
    // What encoders add or leave out at the ends, and how exactly containers state a length.
    private static readonly TimeSpan LeastMissing = TimeSpan.FromSeconds(1);
    private const double LeastPartMissing = 0.02;

    /// <param name="log">Read to its end.</param>
    /// <param name="decoded">How much sound there was.</param>
    /// <param name="file">What its first bytes tell.</param>
    /// <returns>Sentences, in the order of their weight; empty for a recording in order.</returns>
    public static IReadOnlyList<string> Of(FfmpegLog log, TimeSpan decoded, RecordingFile file)
    {
        List<string> warnings = [];
        if (file.IsCutOff || log.EndsEarly || IsShorterThanStated(log, decoded, file.Container))
        {
            var stated = file.Wave?.StatedDuration ?? log.ReliableDuration;
            var length = stated > decoded ? $" of {AudioSpecification.Describe(stated.Value)}" : "";
            warnings.Add(
                $"The recording is cut off: {AudioSpecification.Describe(decoded)}{length} could be read, and what was said after that is "
                    + "missing.");
        }
        else if (log.HasErrors)
        {
            warnings.Add("The recording is damaged: parts of it could not be decoded, and what was said in them is missing.");
        }

        if (file.Wave is { HoldsMore: true, StatedDuration: { } header })
        {
            warnings.Add(
                $"The recording's header states {AudioSpecification.Describe(header)}, and more follows: all "
                    + $"{AudioSpecification.Describe(decoded)} were transcribed.");
        }
        return warnings;
    }

    // With film or further tracks, the length that is stated may be that of another track. The length of Ogg is the time of its last page,
    // which says nothing of pages that are missing.
    private static bool IsShorterThanStated(FfmpegLog log, TimeSpan decoded, AudioContainer container)
    {
        if (container.Demuxer is "ogg" || log is not { ReliableDuration: { } end, Tracks.Count: 1, HasVideo: false }) return false;

        // Stated is the end of a clock that need not begin at 0: only some containers count what is before as time, or not at all.
        var stated = container.BeginsAtZero || container.BeginsAnywhere ? end : end - log.Start;
        return stated - decoded > LeastMissing && stated - decoded > stated * LeastPartMissing;
    }
}
