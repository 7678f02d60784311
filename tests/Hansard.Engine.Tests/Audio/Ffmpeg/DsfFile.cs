using System.Buffers.Binary;
using Hansard.Engine.Audio;

namespace Hansard.Engine.Tests.Audio.Ffmpeg;

/// <summary>Writes DSF, which ffmpeg only reads: one channel of one-bit samples, 64 × 44,100 of them a second.</summary>
/// <remarks>Layout: Sony, DSF File Format Specification 1.01.</remarks>
internal static class DsfFile
{
    private const int Rate = 64 * 44_100;
    private const int BlockBytes = 4096;
    private const int HeaderBytes = 28 + 52 + 12;

    /// <param name="samples">At 16 kHz.</param>
    public static byte[] Write(float[] samples)
    {
        var count = (long)samples.Length * Rate / AudioSpecification.SampleRate;
        var bytes = (int)((count / 8 + BlockBytes - 1) / BlockBytes * BlockBytes);
        var file = new byte[HeaderBytes + bytes];
        "DSD "u8.CopyTo(file);
        Long(file, 4, 28);
        Long(file, 12, file.Length);
        "fmt "u8.CopyTo(file.AsSpan(28));
        Long(file, 32, 52);
        // Version 1, raw, mono: one channel; rate; one bit, the least significant one first.
        foreach (var (offset, value) in new[] { (40, 1), (44, 0), (48, 1), (52, 1), (56, Rate), (60, 1), (72, BlockBytes) })
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(offset), value);
        Long(file, 64, count);
        "data"u8.CopyTo(file.AsSpan(80));
        Long(file, 84, 12 + bytes);
        Modulate(samples, count, file.AsSpan(HeaderBytes));
        return file;
    }

    /// <summary>Delta-sigma modulation of the second order; samples between two are interpolated.</summary>
    private static void Modulate(float[] samples, long count, Span<byte> bits)
    {
        var (first, second) = (0.0, 0.0);
        for (var i = 0L; i < count; i++)
        {
            var at = (double)i * AudioSpecification.SampleRate / Rate;
            var sample = (int)at;
            var next = samples[Math.Min(sample + 1, samples.Length - 1)];
            var value = 0.5 * (samples[sample] + (at - sample) * (next - samples[sample]));
            var output = second >= 0 ? 1 : -1;
            first += value - output;
            second += first - 2 * output;
            if (output > 0) bits[(int)(i / 8)] |= (byte)(1 << (int)(i % 8));
        }
    }

    private static void Long(byte[] file, int offset, long value) => BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(offset), value);
}
