using System.Buffers;
using System.Buffers.Binary;

namespace Hansard.Engine.Audio.Containers;

/// <summary>
/// Recognises the container of a recording from its first bytes, never from its name.
/// </summary>
/// <remarks>
/// ffmpeg could guess too, but its guess includes playlists (HLS, DASH, concat, SDP, SMIL) that open other files and hosts.
/// So the guess is made here, from a closed list of formats that carry their samples themselves, and ffmpeg is told the one
/// demuxer to use. Signatures: the formats' specifications, as in libavformat's probe functions. Reads at most 256 KiB plus
/// the first bytes after an ID3 tag.
/// </remarks>
internal static class ContainerSniffer
{
    /// <summary>Bytes at the start of a file that are searched for a raw stream.</summary>
    private const int ScanLength = 256 * 1024;

    private static readonly AudioContainer Mp3 = new("MP3", "mp3");

    /// <summary>Signatures that stand at a fixed offset. The first match counts, so longer ones stand before their prefixes.</summary>
    private static readonly Signature[] Signatures =
    [
        new(0, "fLaC"u8.ToArray(), new("FLAC", "flac")),
        new(0, "OggS"u8.ToArray(), new("Ogg", "ogg")),
        new(0, [0x1A, 0x45, 0xDF, 0xA3], new("WebM or Matroska", "matroska")),
        new(0, [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, 0xA6, 0xD9, 0x00, 0xAA, 0x00, 0x62, 0xCE, 0x6C], new("ASF or WMA", "asf")),
        new(0, "#!AMR"u8.ToArray(), new("AMR", "amr")),
        new(0, "#!iLBC"u8.ToArray(), new("iLBC", "ilbc")),
        new(0, "caff"u8.ToArray(), new("CAF", "caf")),
        new(0, ".snd"u8.ToArray(), new("AU", "au")),
        new(0, "MAC "u8.ToArray(), new("Monkey's Audio", "ape")),
        new(0, "wvpk"u8.ToArray(), new("WavPack", "wv")),
        new(0, "TTA1"u8.ToArray(), new("True Audio", "tta")),
        new(0, "tBaK"u8.ToArray(), new("TAK", "tak")),
        new(0, "MPCK"u8.ToArray(), new("Musepack", "mpc8")),
        new(0, "MP+"u8.ToArray(), new("Musepack", "mpc")),
        new(0, "ajkg"u8.ToArray(), new("Shorten", "shn")),
        new(0, "FLV\u0001"u8.ToArray(), new("FLV", "flv")),
        new(0, "\u0002dss"u8.ToArray(), new("DSS", "dss")),
        new(0, "\u0003dss"u8.ToArray(), new("DSS", "dss")),
        new(0, "DSD "u8.ToArray(), new("DSF", "dsf")),
        new(0, "NIST_1A\n"u8.ToArray(), new("NIST SPHERE", "nistsphere")),
        new(0, "Creative Voice File\u001A"u8.ToArray(), new("VOC", "voc")),
        new(0, [0x72, 0x69, 0x66, 0x66, 0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB, 0x04, 0xC1, 0x00, 0x00], new("Wave64", "w64")),
        new(0, "ADIF"u8.ToArray(), new("AAC", "aac")),
        new(0, [0x00, 0x00, 0x01, 0xBA], new("MPEG program stream", "mpeg")),
        new(0, [0x06, 0x0E, 0x2B, 0x34, 0x02, 0x05, 0x01, 0x01, 0x0D, 0x01, 0x02], new("MXF", "mxf")),
        new(0, ".RMF"u8.ToArray(), new("RealMedia", "rm")),
        new(0, [0x2E, 0x72, 0x61, 0xFD], new("RealAudio", "rm")),
        new(0, ".SoX"u8.ToArray(), new("SoX", "sox")),
        new(0, "XoS."u8.ToArray(), new("SoX", "sox")),
        new(0, "nut/multimedia container\0"u8.ToArray(), new("NUT", "nut")),
        new(0, [0xB7, 0xD8, 0x00, 0x20, 0x37, 0x49, 0xDA, 0x11, 0xA6, 0x4E, 0x00, 0x07, 0xE9, 0x5E, 0xAD, 0x8D], new("WTV", "wtv")),
        new(0, [0x1F, 0x07, 0x00, 0x3F], new("DV", "dv")),
        new(0, [0x1F, 0x07, 0x00, 0xBF], new("DV", "dv")),
        new(0, [0x64, 0xA3, 0x01, 0x00], new("IRCAM", "ircam")),
        new(0, [0x64, 0xA3, 0x02, 0x00], new("IRCAM", "ircam")),
        new(0, [0x64, 0xA3, 0x03, 0x00], new("IRCAM", "ircam")),
        new(0, [0x00, 0x01, 0xA3, 0x64], new("IRCAM", "ircam")),
        new(0, [0x00, 0x02, 0xA3, 0x64], new("IRCAM", "ircam")),
        new(0, [0x00, 0x03, 0xA3, 0x64], new("IRCAM", "ircam")),
        new(4, [0xF8, 0x72, 0x6F, 0xBA], new("TrueHD", "truehd")),
        new(4, [0xF8, 0x72, 0x6F, 0xBB], new("MLP", "mlp")),
        new(4, "ftyp"u8.ToArray(), new("MP4", "mov")),
        new(4, "moov"u8.ToArray(), new("QuickTime", "mov")),
        new(4, "mdat"u8.ToArray(), new("QuickTime", "mov")),
        new(4, "wide"u8.ToArray(), new("QuickTime", "mov")),
        new(4, "free"u8.ToArray(), new("QuickTime", "mov")),
        new(4, "skip"u8.ToArray(), new("QuickTime", "mov")),
        new(4, "pnot"u8.ToArray(), new("QuickTime", "mov")),
    ];

    /// <summary>Formats inside the RIFF and IFF families, which name themselves at byte 8.</summary>
    private static readonly ChunkedFormat[] Chunked =
    [
        new("RIFF"u8.ToArray(), "WAVE"u8.ToArray(), new("WAV", "wav")),
        new("RIFX"u8.ToArray(), "WAVE"u8.ToArray(), new("WAV", "wav")),
        new("RF64"u8.ToArray(), "WAVE"u8.ToArray(), new("WAV", "wav")),
        new("BW64"u8.ToArray(), "WAVE"u8.ToArray(), new("WAV", "wav")),
        new("RIFF"u8.ToArray(), "AVI "u8.ToArray(), new("AVI", "avi")),
        new("RIFF"u8.ToArray(), "QLCM"u8.ToArray(), new("QCP", "qcp")),
        new("FORM"u8.ToArray(), "AIFF"u8.ToArray(), new("AIFF", "aiff")),
        new("FORM"u8.ToArray(), "AIFC"u8.ToArray(), new("AIFF", "aiff")),
        new("FORM"u8.ToArray(), "8SVX"u8.ToArray(), new("8SVX", "iff")),
    ];

    /// <summary>Packets of 188 bytes, or of 192 with a time stamp before each.</summary>
    private static readonly TransportPacket[] Packets = [new(0, 188), new(4, 192)];

    /// <summary>The names of the accepted formats, for error messages.</summary>
    public const string Accepted = "WAV, MP3, M4A, MP4, FLAC, Ogg, WebM, AAC, AIFF, AMR, WMA and others";

    /// <summary>Tells that a file is none of the accepted formats.</summary>
    public static InvalidAudioException Unknown() => new($"The file is not a recording in a known format ({Accepted}).");

    /// <summary>Recognises a file.</summary>
    /// <param name="file">Seekable; its position is moved.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>Null if it is none of the accepted formats.</returns>
    public static async Task<AudioContainer?> RecogniseAsync(Stream file, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ScanLength);
        try
        {
            var tagged = false;
            // Some writers put several ID3 tags one after another; eight is more than any does.
            for (var tags = 0; tags < 8; tags++)
            {
                var start = file.Position;
                var count = await file.ReadAtLeastAsync(
                    buffer.AsMemory(0, 16), 16, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                var tag = Id3Length(buffer.AsSpan(0, count));
                file.Position = start;
                if (tag == 0) break;
                tagged = true;
                if (start + tag >= file.Length) return Mp3;
                file.Position = start + tag;
            }

            var read = await file.ReadAtLeastAsync(buffer.AsMemory(0, ScanLength), ScanLength, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            return Recognise(buffer.AsSpan(0, read)) ?? (tagged ? Mp3 : null);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Recognises the first bytes of a file (or those after its ID3 tags).</summary>
    internal static AudioContainer? Recognise(ReadOnlySpan<byte> head)
    {
        foreach (var (offset, magic, container) in Signatures)
            if (head.Length >= offset + magic.Length && head.Slice(offset, magic.Length).SequenceEqual(magic)) return container;

        if (head.Length >= 12)
            foreach (var (outer, inner, container) in Chunked)
                if (head.StartsWith(outer) && head.Slice(8, 4).SequenceEqual(inner)) return container;

        if (IsTransportStream(head)) return new("MPEG transport stream", "mpegts");
        return FramedStream.Recognise(head) switch
        {
            FramedStreamKind.MpegAudio => Mp3,
            FramedStreamKind.Adts => new("AAC", "aac"),
            FramedStreamKind.Ac3 => new("AC-3", "ac3"),
            FramedStreamKind.EnhancedAc3 => new("E-AC-3", "eac3"),
            FramedStreamKind.Loas => new("LOAS", "loas"),
            FramedStreamKind.Dts => new("DTS", "dts"),
            FramedStreamKind.Gsm => new("GSM", "gsm"),
            _ => null,
        };
    }

    /// <summary>The length of an ID3v2 tag with its header (and footer), 0 if there is none.</summary>
    private static long Id3Length(ReadOnlySpan<byte> head)
    {
        if (head.Length < 10 || !head.StartsWith("ID3"u8) || ((head[6] | head[7] | head[8] | head[9]) & 0x80) != 0) return 0;
        var synchsafe = BinaryPrimitives.ReadUInt32BigEndian(head[6..]);
        var size = ((synchsafe >> 3) & 0x0FE00000) | ((synchsafe >> 2) & 0x001FC000) | ((synchsafe >> 1) & 0x3F80) | (synchsafe & 0x7F);
        return 10 + size + ((head[5] & 0x10) != 0 ? 10 : 0);
    }

    /// <summary>Determines whether packets begin with 0x47.</summary>
    private static bool IsTransportStream(ReadOnlySpan<byte> head)
    {
        foreach (var (offset, packet) in Packets)
        {
            var packets = Math.Min(5, (head.Length - offset) / packet);
            var matches = packets >= 3;
            for (var i = 0; matches && i < packets; i++) matches = head[offset + i * packet] == 0x47;
            if (matches) return true;
        }

        return false;
    }

    private readonly record struct Signature(int Offset, byte[] Magic, AudioContainer Container);

    private readonly record struct ChunkedFormat(byte[] Outer, byte[] Inner, AudioContainer Container);

    private readonly record struct TransportPacket(int Offset, int Length);
}
