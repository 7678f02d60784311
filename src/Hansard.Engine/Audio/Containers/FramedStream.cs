namespace Hansard.Engine.Audio.Containers;

/// <summary>
/// Finds a raw MPEG audio (ISO 11172-3, 13818-3) or AAC ADTS (ISO 13818-7) stream by a run of frames that follow each other.
/// </summary>
/// <remarks>
/// One header proves nothing, since 11 of its bits match in every 2 KiB of random bytes; four in a row do not occur by chance.
/// </remarks>
internal static class FramedStream
{
    /// <summary>Frames that must follow each other: see the remarks.</summary>
    private const int FramesInARow = 4;

    /// <summary>Kilobits per second by [MPEG-1: 0, MPEG-2: 1][layer - 1][index].</summary>
    private static readonly int[][][] Bitrates =
    [
        [
            [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
            [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
            [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
        ],
        [
            [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
            [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
            [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
        ],
    ];

    /// <summary>Hz by index, of MPEG-1 (ISO/IEC 11172-3); version 2 has half of them, and 2.5 a quarter.</summary>
    private static readonly int[] SampleRates = [44_100, 48_000, 32_000];

    /// <summary>Looks for the first run of frames.</summary>
    /// <param name="head">
    /// The first bytes of the file, searched through to their end; a shorter run that reaches their end counts too.
    /// </param>
    public static FramedStreamKind Recognise(ReadOnlySpan<byte> head)
    {
        for (var at = head.IndexOf((byte)0xFF); at >= 0 && at + 7 <= head.Length;)
        {
            if (HasRun(head[at..], FramedStreamKind.Adts)) return FramedStreamKind.Adts;
            if (HasRun(head[at..], FramedStreamKind.MpegAudio)) return FramedStreamKind.MpegAudio;
            var next = head[(at + 1)..].IndexOf((byte)0xFF);
            if (next < 0) break;
            at += 1 + next;
        }

        return FramedStreamKind.None;
    }

    private static bool HasRun(ReadOnlySpan<byte> frames, FramedStreamKind kind)
    {
        for (var count = 0; count < FramesInARow; count++)
        {
            var length = kind == FramedStreamKind.Adts ? AdtsFrameLength(frames) : MpegFrameLength(frames);
            if (length == 0) return false;
            // A very short file: two whole frames up to its last byte.
            if (length >= frames.Length) return count > 0 && length == frames.Length;
            frames = frames[length..];
        }

        return true;
    }

    private static int AdtsFrameLength(ReadOnlySpan<byte> header)
    {
        // Sync word of 12 bits, any version, layer 0, a valid rate index.
        if (header.Length < 7 || header[0] != 0xFF || (header[1] & 0xF6) != 0xF0 || ((header[2] >> 2) & 15) > 12) return 0;
        var length = ((header[3] & 3) << 11) | (header[4] << 3) | (header[5] >> 5);
        return length >= 7 ? length : 0;
    }

    private static int MpegFrameLength(ReadOnlySpan<byte> header)
    {
        if (header.Length < 4 || header[0] != 0xFF || (header[1] & 0xE0) != 0xE0) return 0;
        var (version, layer) = ((header[1] >> 3) & 3, 4 - ((header[1] >> 1) & 3));
        var (rateIndex, bitrateIndex, padding) = ((header[2] >> 2) & 3, header[2] >> 4, (header[2] >> 1) & 1);
        // Version 1 is reserved, layer bits 0 are reserved, bit rate 0 is "free" (nobody writes it) and 15 is forbidden.
        if (version == 1 || layer == 4 || rateIndex == 3 || bitrateIndex is 0 or 15) return 0;

        var first = version == 3;
        var sampleRate = SampleRates[rateIndex] >> (first ? 0 : version == 2 ? 1 : 2);
        var bitrate = Bitrates[first ? 0 : 1][layer - 1][bitrateIndex] * 1000;
        return layer switch
        {
            1 => (12 * bitrate / sampleRate + padding) * 4,
            3 when !first => 72 * bitrate / sampleRate + padding,
            _ => 144 * bitrate / sampleRate + padding,
        };
    }
}
