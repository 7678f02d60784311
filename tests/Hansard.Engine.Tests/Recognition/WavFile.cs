using System.Buffers.Binary;

namespace Hansard.Engine.Tests.Recognition;

/// <summary>Reads the plain 16 kHz mono 16-bit WAV files among the fixtures, so that a test of one stage needs no decoder.</summary>
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
}
