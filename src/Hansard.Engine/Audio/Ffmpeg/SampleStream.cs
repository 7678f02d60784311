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

    /// <summary>Bytes of all chunks before the samples: ffmpeg writes a few tags of some hundred bytes.</summary>
    private const int LargestHeader = 1 << 20;

    private int _channels;

    /// <summary>Reads the header.</summary>
    /// <returns>How many channels there are; 0 if ffmpeg ended without an output that is one.</returns>
    /// <exception cref="InvalidAudioException">There are more channels than <see cref="MostChannels"/>.</exception>
    /// <exception cref="DecoderUnavailableException">It writes something else than WAV, and goes on.</exception>
    public async Task<int> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        var riff = new byte[RiffHeader];
        if (!await TryFillAsync(riff, cancellationToken).ConfigureAwait(false)) return 0;
        var (channels, left) = (0, LargestHeader);
        var chunk = new byte[ChunkHeader];
        while (riff.AsSpan().StartsWith("RIFF"u8) && await TryFillAsync(chunk, cancellationToken).ConfigureAwait(false))
        {
            if (chunk.AsSpan().StartsWith("data"u8)) return _channels = Checked(channels);
            var size = BinaryPrimitives.ReadUInt32LittleEndian(chunk.AsSpan(4));
            var isFormat = chunk.AsSpan().StartsWith("fmt "u8);
            if (size < 4 || size > left) break;
            left -= (int)size;
            var content = new byte[size + (size & 1)];
            if (!await TryFillAsync(content, cancellationToken).ConfigureAwait(false)) return 0;
            if (isFormat) channels = BinaryPrimitives.ReadUInt16LittleEndian(content.AsSpan(2));
        }
        // No WAV: how ffmpeg ends says why. Were it read on, another program in its place could go on for its half hour of processor time.
        var rest = new byte[1 << 16];
        while (await process.ReadAsync(rest, cancellationToken).ConfigureAwait(false) is var count and > 0)
        {
            left -= count;
            if (left > 0) continue;
            throw new DecoderUnavailableException(
                "ffmpeg does not write the sound that it is asked for: check that the program of that name is ffmpeg ('ffmpeg -version').");
        }
        return 0;
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

    private static int Checked(int channels) => channels <= MostChannels
        ? channels
        : throw new InvalidAudioException(
            $"The recording has {channels} channels, and {MostChannels} are the most that are read: split it into several files.");

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
