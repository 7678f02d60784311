using System.Buffers.Binary;
using Hansard.Engine.Audio;

namespace Hansard.Engine.Tests.Recognition;

/// <summary>
/// Reads and writes the plain 16 kHz mono 16-bit WAV files among the fixtures, so that a test of one stage needs no decoder.
/// </summary>
internal static class WavFile
{
    public static float[] Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        for (var at = 12; at + 8 <= bytes.Length;)
        {
            var size = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 4));
            if (bytes.AsSpan(at, 4).SequenceEqual("data"u8))
            {
                var samples = new float[size / 2];
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(at + 8 + (2 * i))) / 32768f;
                return samples;
            }
            at += 8 + size + (size & 1);
        }
        throw new InvalidDataException($"'{path}' has no data chunk.");
    }

    public static void Write(string path, float[] samples)
    {
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write("RIFF"u8);
        writer.Write(36 + (2 * samples.Length));
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(AudioSpecification.SampleRate);
        writer.Write(2 * AudioSpecification.SampleRate);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(2 * samples.Length);
        foreach (var sample in samples) writer.Write((short)(sample * 32767));
    }
}
