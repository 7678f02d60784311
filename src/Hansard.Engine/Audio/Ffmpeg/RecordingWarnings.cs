using System.Buffers.Binary;

namespace Hansard.Engine.Audio.Ffmpeg;

/// <summary>Tells, once a recording has been read, what its transcript lacks for reasons that lie in the file.</summary>
internal static class RecordingWarnings
{
    // What encoders add or leave out at the ends, and how exactly containers state a length.
    private static readonly TimeSpan LeastMissing = TimeSpan.FromSeconds(1);
    private const double LeastPartMissing = 0.02;

    // Programs that write to a pipe cannot know the size: ffmpeg, sox and arecord then state one from here on.
    private const uint UnknownSize = 0x7FFF_F000;
    private const int RiffHeader = 8;
    private const int LeastBytesMissing = 16 * 1024;

    /// <param name="log">Read to its end.</param>
    /// <param name="decoded">How much sound there was.</param>
    /// <param name="isCutOff">Whether the file is known to be shorter than it states.</param>
    /// <returns>Sentences, in the order of their weight; empty for a recording in order.</returns>
    public static IReadOnlyList<string> Of(FfmpegLog log, TimeSpan decoded, bool isCutOff)
    {
        List<string> warnings = [];
        if (isCutOff || IsShorterThanStated(log, decoded))
        {
            var stated = log.ReliableDuration is { } length && length > decoded ? $" of {AudioSpecification.Describe(length)}" : "";
            warnings.Add(
                $"The recording is cut off: {AudioSpecification.Describe(decoded)}{stated} could be read, and what was said after that is "
                    + "missing.");
        }
        else if (log.HasErrors)
        {
            warnings.Add("The recording is damaged: parts of it could not be decoded, and what was said in them is missing.");
        }

        if (log.SoundTracks > 1) warnings.Add($"The recording has {log.SoundTracks} sound tracks, and only one of them was transcribed.");
        return warnings;
    }

    /// <summary>Tells whether a RIFF file is shorter than its header states.</summary>
    /// <param name="head">Its first bytes.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <remarks>ffmpeg does not say so of WAV: it estimates the length from the bytes that there are.</remarks>
    public static bool IsCutOff(ReadOnlySpan<byte> head, long length)
    {
        if (head.Length < RiffHeader || !head.StartsWith("RIFF"u8)) return false;
        var size = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        var missing = size + RiffHeader - length;
        return size < UnknownSize && missing > Math.Max(LeastBytesMissing, size * LeastPartMissing);
    }

    // With film or further tracks, the length that is stated may be that of another track.
    private static bool IsShorterThanStated(FfmpegLog log, TimeSpan decoded)
        => log is { ReliableDuration: { } stated, SoundTracks: 1, HasVideo: false }
            && stated - decoded > LeastMissing && stated - decoded > stated * LeastPartMissing;
}
