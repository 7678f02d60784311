using System.Buffers.Binary;

namespace Hansard.Resilience.Input.Recordings;

/// <summary>Puts the checksums of Ogg pages right, so that what was changed in them reaches the codec.</summary>
internal static class OggPages
{
    private const int Head = 27;
    private const int SumAt = 22;
    private const uint Polynomial = 0x04C11DB7;

    /// <summary>Seals every page that is still one.</summary>
    public static void Seal(byte[] bytes)
    {
        for (var at = 0; at + Head <= bytes.Length;)
        {
            var next = bytes.AsSpan(at).IndexOf("OggS"u8);
            if (next < 0 || at + next + Head > bytes.Length) return;
            at += next;
            var segments = bytes[at + Head - 1];
            if (at + Head + segments > bytes.Length) return;
            var length = Head + segments;
            foreach (var segment in bytes.AsSpan(at + Head, segments)) length += segment;
            if (at + length > bytes.Length) return;
            bytes.AsSpan(at + SumAt, 4).Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + SumAt), Sum(bytes.AsSpan(at, length)));
            at += length;
        }
    }

    private static uint Sum(ReadOnlySpan<byte> page)
    {
        uint sum = 0;
        foreach (var one in page)
        {
            sum ^= (uint)one << 24;
            for (var bit = 0; bit < 8; bit++) sum = (sum & 0x80000000) != 0 ? (sum << 1) ^ Polynomial : sum << 1;
        }
        return sum;
    }
}
