using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Hansard.Engine.Audio.Ffmpeg;

/// <summary>Samples of all channels as ffmpeg writes them into its pipe: WAV, whose header tells how many channels there are.</summary>
/// <param name="process">Writes 32-bit floats at 16 kHz.</param>
internal sealed class SampleStream(FfmpegProcess process)
{
    /// <summary>
    /// Channels at most: an orchestra's recorder has 64. Each is held for half a second.
    /// </summary>
    public const int MostChannels = 64;

    private const int RiffHeader = 12;
    private const int ChunkHeader = 8;

    /// <summary>Bytes of a format chunk: ffmpeg's has 40 at most.</summary>
    private const int LargestFormat = 64;

    /// <summary>Bytes of any other chunk before the samples: ffmpeg writes a few tags of some hundred bytes.</summary>
    private const int LargestChunk = 1 << 20;

    private int _channels;

    /// <summary>Reads the header.</summary>
    /// <returns>How many channels there are; 0 if ffmpeg ended without an output.</returns>
    /// <exception cref="InvalidAudioException">There are more channels than <see cref="MostChannels"/>.</exception>
    public async Task<int> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        var chunk = new byte[RiffHeader];
        if (!await TryFillAsync(chunk, cancellationToken).ConfigureAwait(false)) return 0;
        var channels = 0;
        while (true)
        {
            chunk = new byte[ChunkHeader];
            if (!await TryFillAsync(chunk, cancellationToken).ConfigureAwait(false)) return 0;
            if (chunk.AsSpan().StartsWith("data"u8)) break;
            var size = BinaryPrimitives.ReadUInt32LittleEndian(chunk.AsSpan(4));
            var isFormat = chunk.AsSpan().StartsWith("fmt "u8);
            if (size > (isFormat ? LargestFormat : LargestChunk)) throw new InvalidDataException("ffmpeg wrote no WAV.");
            var content = new byte[size + (size & 1)];
            if (!await TryFillAsync(content, cancellationToken).ConfigureAwait(false)) return 0;
            if (isFormat) channels = BinaryPrimitives.ReadUInt16LittleEndian(content.AsSpan(2));
        }
        if (channels > MostChannels)
        {
            throw new InvalidAudioException(
                $"The recording has {channels} channels, and {MostChannels} are the most that are read: split it into several files.");
        }
        return _channels = channels;
    }

    /// <summary>Reads samples until the buffer is full, or the recording ends.</summary>
    /// <param name="samples">For a whole number of moments; filled moment by moment, each with a sample of every channel.</param>
    /// <param name="cancellationToken">Ends ffmpeg.</param>
    /// <returns>Samples read: fewer than asked for only at the end. A moment that lacks channels is dropped.</returns>
    public async ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(samples.Length * sizeof(float));
        try
        {
            var filled = await FillAsync(buffer.AsMemory(0, samples.Length * sizeof(float)), cancellationToken).ConfigureAwait(false);
            var whole = filled - (filled % (_channels * sizeof(float)));
            MemoryMarshal.Cast<byte, float>(buffer.AsSpan(0, whole)).CopyTo(samples.Span);
            return whole / sizeof(float);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<bool> TryFillAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        => await FillAsync(buffer, cancellationToken).ConfigureAwait(false) == buffer.Length;

    private async ValueTask<int> FillAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var filled = 0;
        for (int count; filled < buffer.Length; filled += count)
        {
            count = await process.ReadAsync(buffer[filled..], cancellationToken).ConfigureAwait(false);
            if (count == 0) break;
        }
        return filled;
    }
}
