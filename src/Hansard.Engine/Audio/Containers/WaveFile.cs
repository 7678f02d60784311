using System.Buffers.Binary;

namespace Hansard.Engine.Audio.Containers;

/// <summary>The header of a WAV file (RIFF, or RIFX with its numbers the other way round), and whether it tells the truth.</summary>
/// <param name="IsBigEndian">Indicates whether the numbers, and so the samples, are big-endian.</param>
/// <param name="Format">Number of the codec: 1 integers, 3 floating point, 65534 as a further field says.</param>
/// <param name="Channels">Samples of a moment.</param>
/// <param name="SampleRate">Moments of a second.</param>
/// <param name="BitsPerSample">Bits of a sample.</param>
/// <param name="BytesPerSecond">Bytes of a second of sound; 0 if it is not stated.</param>
/// <param name="StatedBytes">Bytes of samples that the header states; null where a program could not know them.</param>
/// <param name="FirstByte">Place of the first sample in the file.</param>
/// <param name="HeldBytes">Bytes from the first sample to the end of the file.</param>
/// <param name="IsFollowedByChunk">Indicates whether what follows the stated bytes is another part of the file, such as tags.</param>
internal sealed record WaveFile(
    bool IsBigEndian, int Format, int Channels, int SampleRate, int BitsPerSample, int BytesPerSecond, long? StatedBytes, long FirstByte,
    long HeldBytes, bool IsFollowedByChunk)
{
    private const int Integers = 1;
    private const int FloatingPoint = 3;

    /// <summary>Chunks that are looked at: tags and cues stand before the samples, a dozen at most.</summary>
    private const int MostChunks = 64;

    private const int RiffHeader = 12;
    private const int ChunkHeader = 8;
    private const int FormatFields = 16;

    /// <summary>Bytes from which more than the stated ones are sound.</summary>
    private const int LeastMore = 4 * 1024;

    /// <summary>Indicates whether the file ends before its samples do.</summary>
    public bool IsCutOff => StatedBytes is { } stated && RiffSize.IsMissing(stated - HeldBytes, stated);

    /// <summary>Indicates whether there are more samples than the header states, as after a crash of the recorder.</summary>
    public bool HoldsMore => StatedBytes is { } stated && HeldBytes - stated >= LeastMore && !IsFollowedByChunk;

    /// <summary>
    /// Indicates whether the samples are those that the models hear, 16 bits at 16 kHz of one channel, all of them there and no more.
    /// </summary>
    public bool IsPlain
        => this is { IsBigEndian: false, Format: Integers, Channels: 1, SampleRate: AudioSpecification.SampleRate, BitsPerSample: 16 }
            && BytesPerSecond == 2 * AudioSpecification.SampleRate && StatedBytes >= 2 && StatedBytes <= HeldBytes && !HoldsMore;

    /// <summary>The length that the header states; null where it is not known.</summary>
    public TimeSpan? StatedDuration
        => StatedBytes is { } stated && BytesPerSecond > 0 ? TimeSpan.FromSeconds((double)stated / BytesPerSecond) : null;

    /// <summary>
    /// ffmpeg's decoder of big-endian samples, of which its demuxer knows nothing; null for little-endian and other codecs.
    /// </summary>
    public string? BigEndianDecoder => (IsBigEndian, Format, BitsPerSample) switch
    {
        (true, Integers, 16) => "pcm_s16be",
        (true, Integers, 24) => "pcm_s24be",
        (true, Integers, 32) => "pcm_s32be",
        (true, FloatingPoint, 32) => "pcm_f32be",
        (true, FloatingPoint, 64) => "pcm_f64be",
        _ => null,
    };

    /// <summary>Reads a header.</summary>
    /// <param name="file">Seekable; its position is moved.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>Null if the file is not RIFF or RIFX, or has no samples.</returns>
    public static async Task<WaveFile?> ReadAsync(Stream file, CancellationToken cancellationToken)
    {
        var head = await BytesAsync(file, 0, RiffHeader, cancellationToken).ConfigureAwait(false);
        var bigEndian = head.AsSpan().StartsWith("RIFX"u8);
        if (head.Length < RiffHeader || (!bigEndian && !head.AsSpan().StartsWith("RIFF"u8))) return null;
        if (!head.AsSpan(ChunkHeader).SequenceEqual("WAVE"u8)) return null;
        byte[] format = [];
        long at = RiffHeader;
        for (var i = 0; i < MostChunks; i++)
        {
            var chunk = await BytesAsync(file, at, ChunkHeader, cancellationToken).ConfigureAwait(false);
            if (chunk.Length < ChunkHeader) return null;
            var size = Number32(chunk.AsSpan(4));
            at += ChunkHeader;
            if (chunk.AsSpan().StartsWith("data"u8)) return await OfSamplesAsync(size).ConfigureAwait(false);
            if (chunk.AsSpan().StartsWith("fmt "u8))
                format = await BytesAsync(file, at, FormatFields, cancellationToken).ConfigureAwait(false);
            at += size + (size & 1);
        }
        return null;

        async Task<WaveFile?> OfSamplesAsync(uint size)
        {
            if (format.Length < FormatFields) return null;
            var next = await BytesAsync(file, at + size + (size & 1), ChunkHeader, cancellationToken).ConfigureAwait(false);
            long? stated = size is 0 or >= RiffSize.Unknown ? null : size;
            var held = file.Length - at;
            var isChunk = next.Length == ChunkHeader && next.AsSpan(0, 4).IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0
                && Number32(next.AsSpan(4)) <= held - size;
            return new WaveFile(
                bigEndian, Number16(format), Number16(format.AsSpan(2)), (int)Number32(format.AsSpan(4)), Number16(format.AsSpan(14)),
                (int)Number32(format.AsSpan(8)), stated, at, held, isChunk);
        }

        int Number16(ReadOnlySpan<byte> bytes)
            => bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

        uint Number32(ReadOnlySpan<byte> bytes)
            => bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    private static async Task<byte[]> BytesAsync(Stream file, long at, int count, CancellationToken cancellationToken)
    {
        if (at >= file.Length) return [];
        file.Position = at;
        var bytes = new byte[count];
        var read = await file.ReadAtLeastAsync(bytes, count, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return bytes[..read];
    }
}
