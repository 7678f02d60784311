using System.Buffers.Binary;

namespace Hansard.Engine.Audio.Containers;

/// <summary>Size of a RIFF file (WAV, AVI, QCP) as its first bytes state it.</summary>
/// <remarks>ffmpeg does not say that such a file is cut off: it estimates the length from the bytes that there are.</remarks>
internal static class RiffSize
{
    /// <summary>Bytes before those that the size counts.</summary>
    public const int HeaderBytes = 8;

    /// <summary>Programs that write to a pipe cannot know the size: ffmpeg, sox and arecord then state one from here on.</summary>
    public const uint Unknown = 0x7FFF_F000;

    // Programs pad, and stop in the middle of a block.
    private const int LeastBytesMissing = 16 * 1024;
    private const double LeastShareMissing = 0.02;

    /// <summary>Determines whether a file is shorter than its header states.</summary>
    /// <param name="head">Its first <see cref="HeaderBytes"/> bytes.</param>
    /// <param name="length">Its length in bytes.</param>
    public static bool IsCutOff(ReadOnlySpan<byte> head, long length)
    {
        if (head.Length < HeaderBytes || !head.StartsWith("RIFF"u8)) return false;
        var size = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        return size < Unknown && IsMissing(size + HeaderBytes - length, size);
    }

    /// <summary>Determines whether so many bytes are missing that something is lost.</summary>
    /// <param name="missing">How many are.</param>
    /// <param name="stated">How many there should be.</param>
    public static bool IsMissing(long missing, long stated) => missing > Math.Max(LeastBytesMissing, stated * LeastShareMissing);
}
