namespace Hansard.Engine.Audio.Containers;

/// <summary>Lengths of the frames of streams without a header of the file, as each frame's own header states them.</summary>
/// <remarks>All methods return the length in bytes, 0 where no such frame begins.</remarks>
internal static class FrameLengths
{
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

    /// <summary>Kilobits per second of AC-3 by half the frame size code (ETSI TS 102 366, table 4.13).</summary>
    private static readonly int[] Ac3Bitrates =
        [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640];

    /// <summary>AAC in ADTS (ISO 13818-7).</summary>
    public static int Adts(ReadOnlySpan<byte> header)
    {
        // Sync word of 12 bits, any version, layer 0, a valid rate index.
        if (header.Length < 7 || header[0] != 0xFF || (header[1] & 0xF6) != 0xF0 || ((header[2] >> 2) & 15) > 12) return 0;
        var length = ((header[3] & 3) << 11) | (header[4] << 3) | (header[5] >> 5);
        return length >= 7 ? length : 0;
    }

    /// <summary>MPEG audio (ISO 11172-3, 13818-3).</summary>
    public static int MpegAudio(ReadOnlySpan<byte> header)
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

    /// <summary>AC-3 (ETSI TS 102 366, 4.4.1), whose bit stream identification is 10 at most.</summary>
    public static int Ac3(ReadOnlySpan<byte> header)
    {
        if (!BeginsAc3(header) || header[5] >> 3 > 10) return 0;
        var (rate, code) = (header[4] >> 6, header[4] & 0x3F);
        if (code >> 1 >= Ac3Bitrates.Length) return 0;
        var bitrate = Ac3Bitrates[code >> 1];
        return rate switch
        {
            0 => bitrate * 4,
            1 => (320 * bitrate / 147 + (code & 1)) * 2,
            2 => bitrate * 6,
            _ => 0,
        };
    }

    /// <summary>Enhanced AC-3 (ETSI TS 102 366, E.1.3.1), whose bit stream identification is 11 to 16.</summary>
    public static int EnhancedAc3(ReadOnlySpan<byte> header)
        => BeginsAc3(header) && header[5] >> 3 is >= 11 and <= 16 ? ((((header[2] & 7) << 8) | header[3]) + 1) * 2 : 0;

    /// <summary>DTS Coherent Acoustics (ETSI TS 102 114, 5.3.1), in big-endian words of 16 bits.</summary>
    public static int Dts(ReadOnlySpan<byte> header)
        => header.Length >= 8 && header.StartsWith((ReadOnlySpan<byte>)[0x7F, 0xFE, 0x80, 0x01])
            && (((header[5] & 3) << 12) | (header[6] << 4) | (header[7] >> 4)) is >= 95 and var length
            ? length + 1
            : 0;

    /// <summary>AAC in LOAS (ISO 14496-3, 1.7.2).</summary>
    public static int Loas(ReadOnlySpan<byte> header)
        => header.Length >= 3 && header[0] == 0x56 && (header[1] & 0xE0) == 0xE0 ? (((header[1] & 0x1F) << 8) | header[2]) + 3 : 0;

    private static bool BeginsAc3(ReadOnlySpan<byte> header) => header.Length >= 6 && header[0] == 0x0B && header[1] == 0x77;
}
