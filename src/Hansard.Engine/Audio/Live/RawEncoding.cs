using System.Buffers.Binary;

namespace Hansard.Engine.Audio.Live;

/// <summary>An encoding of samples without any container.</summary>
/// <param name="Bytes">Bytes of a sample.</param>
/// <param name="Read">Reads one, as −1…1.</param>
internal sealed record RawEncoding(int Bytes, RawEncoding.Reader Read)
{
    private const float Of8 = 1 << 7;
    private const float Of16 = 1 << 15;
    private const float Of24 = 1 << 23;
    private const float Of32 = 1u << 31;

    /// <summary>All of them by their names in the protocols: ffmpeg's names of its decoders, but for the first two.</summary>
    public static readonly IReadOnlyDictionary<string, RawEncoding> All = new Dictionary<string, RawEncoding>(StringComparer.Ordinal)
    {
        ["mulaw"] = new(1, bytes => MuLaw(bytes[0])),
        ["alaw"] = new(1, bytes => ALaw(bytes[0])),
        ["pcm_s8"] = new(1, bytes => (sbyte)bytes[0] / Of8),
        ["pcm_u8"] = new(1, bytes => (bytes[0] - Of8) / Of8),
        ["pcm_s16le"] = new(2, bytes => BinaryPrimitives.ReadInt16LittleEndian(bytes) / Of16),
        ["pcm_s16be"] = new(2, bytes => BinaryPrimitives.ReadInt16BigEndian(bytes) / Of16),
        ["pcm_u16le"] = new(2, bytes => (BinaryPrimitives.ReadUInt16LittleEndian(bytes) - Of16) / Of16),
        ["pcm_u16be"] = new(2, bytes => (BinaryPrimitives.ReadUInt16BigEndian(bytes) - Of16) / Of16),
        ["pcm_s24le"] = new(3, bytes => (bytes[0] | (bytes[1] << 8) | ((sbyte)bytes[2] << 16)) / Of24),
        ["pcm_s24be"] = new(3, bytes => (bytes[2] | (bytes[1] << 8) | ((sbyte)bytes[0] << 16)) / Of24),
        ["pcm_u24le"] = new(3, bytes => ((bytes[0] | (bytes[1] << 8) | (bytes[2] << 16)) - Of24) / Of24),
        ["pcm_u24be"] = new(3, bytes => ((bytes[2] | (bytes[1] << 8) | (bytes[0] << 16)) - Of24) / Of24),
        ["pcm_s32le"] = new(4, bytes => BinaryPrimitives.ReadInt32LittleEndian(bytes) / Of32),
        ["pcm_s32be"] = new(4, bytes => BinaryPrimitives.ReadInt32BigEndian(bytes) / Of32),
        ["pcm_u32le"] = new(4, bytes => (int)(BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ 0x80000000) / Of32),
        ["pcm_u32be"] = new(4, bytes => (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes) ^ 0x80000000) / Of32),
        ["pcm_f32le"] = new(4, BinaryPrimitives.ReadSingleLittleEndian),
        ["pcm_f32be"] = new(4, BinaryPrimitives.ReadSingleBigEndian),
        ["pcm_f64le"] = new(8, bytes => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes)),
        ["pcm_f64be"] = new(8, bytes => (float)BinaryPrimitives.ReadDoubleBigEndian(bytes)),
    };

    /// <summary>Reads a sample.</summary>
    /// <param name="bytes">As many as it has.</param>
    public delegate float Reader(ReadOnlySpan<byte> bytes);

    // ITU-T G.711: sign, three bits of a segment, four bits within it.
    private static float MuLaw(byte code)
    {
        const int Bias = 0x84;
        var inverted = ~code & 0xFF;
        var amplitude = ((((inverted & 0x0F) << 3) + Bias) << ((inverted & 0x70) >> 4)) - Bias;
        return ((inverted & 0x80) != 0 ? -amplitude : amplitude) / Of16;
    }

    private static float ALaw(byte code)
    {
        var toggled = code ^ 0x55;
        var (segment, within) = ((toggled & 0x70) >> 4, (toggled & 0x0F) << 4);
        var amplitude = segment == 0 ? within + 0x08 : (within + 0x108) << (segment - 1);
        return ((toggled & 0x80) != 0 ? amplitude : -amplitude) / Of16;
    }
}
