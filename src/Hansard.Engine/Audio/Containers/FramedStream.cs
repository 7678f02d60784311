using System.Buffers;

namespace Hansard.Engine.Audio.Containers;

/// <summary>Finds a stream without a header of the file, such as MPEG audio, by a run of frames that follow each other.</summary>
/// <remarks>
/// One header proves nothing, since 11 of its bits match in every 2 KiB of random bytes; four in a row do not occur by chance.
/// </remarks>
internal static class FramedStream
{
    /// <summary>Frames that must follow each other: see the remarks.</summary>
    private const int FramesInARow = 4;

    /// <summary>First bytes of frames of any kind: MPEG audio and ADTS, AC-3, LOAS, DTS.</summary>
    private static readonly SearchValues<byte> FirstBytes = SearchValues.Create(0xFF, 0x0B, 0x56, 0x7F);

    private delegate int FrameLength(ReadOnlySpan<byte> header);

    /// <summary>Looks for the first run of frames.</summary>
    /// <param name="head">
    /// The first bytes of the file, searched through to their end; a shorter run that reaches their end counts too.
    /// </param>
    public static FramedStreamKind Recognise(ReadOnlySpan<byte> head)
    {
        for (var at = head.IndexOfAny(FirstBytes); at >= 0 && at + 7 <= head.Length;)
        {
            if (KindOf(head[at..]) is not FramedStreamKind.None and var kind) return kind;
            var next = head[(at + 1)..].IndexOfAny(FirstBytes);
            if (next < 0) break;
            at += 1 + next;
        }

        return IsGsm(head) ? FramedStreamKind.Gsm : FramedStreamKind.None;
    }

    private static FramedStreamKind KindOf(ReadOnlySpan<byte> frames) => frames[0] switch
    {
        0xFF when HasRun(frames, FrameLengths.Adts) => FramedStreamKind.Adts,
        0xFF when HasRun(frames, FrameLengths.MpegAudio) => FramedStreamKind.MpegAudio,
        0x0B when HasRun(frames, FrameLengths.Ac3) => FramedStreamKind.Ac3,
        0x0B when HasRun(frames, FrameLengths.EnhancedAc3) => FramedStreamKind.EnhancedAc3,
        0x56 when HasRun(frames, FrameLengths.Loas) => FramedStreamKind.Loas,
        0x7F when HasRun(frames, FrameLengths.Dts) => FramedStreamKind.Dts,
        _ => FramedStreamKind.None,
    };

    private static bool HasRun(ReadOnlySpan<byte> frames, FrameLength lengthOf)
    {
        for (var count = 0; count < FramesInARow; count++)
        {
            var length = lengthOf(frames);
            if (length == 0) return false;
            // A very short file: two whole frames up to its last byte.
            if (length >= frames.Length) return count > 0 && length == frames.Length;
            frames = frames[length..];
        }

        return true;
    }

    /// <summary>
    /// Determines whether the file is GSM 06.10 of telephone systems: frames of 33 bytes from its first byte on, of which only the first
    /// four bits are fixed, so that half a second of them is asked for.
    /// </summary>
    private static bool IsGsm(ReadOnlySpan<byte> head)
    {
        const int Length = 33;
        const int Frames = 25;
        if (head.Length < Length * Frames) return false;
        for (var at = 0; at < head.Length; at += Length)
            if (head[at] >> 4 != 0xD) return false;
        return true;
    }
}
