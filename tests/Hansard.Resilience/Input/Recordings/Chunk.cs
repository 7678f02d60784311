using System.Buffers.Binary;

namespace Hansard.Resilience.Input.Recordings;

/// <summary>A part of a container that states its own length: a chunk of RIFF or an atom of MP4.</summary>
/// <param name="Start">Where it begins, with its head.</param>
/// <param name="End">Where the next one begins.</param>
/// <param name="SizeAt">Where the four bytes of its length are.</param>
/// <param name="IsBigEndian">Their order.</param>
internal sealed record Chunk(int Start, int End, int SizeAt, bool IsBigEndian)
{
    private static readonly string[] Nests =
        ["moov", "trak", "mdia", "minf", "stbl", "udta", "edts", "dinf", "moof", "traf", "mvex", "LIST", "RIFF", "FORM", "RIFX"];

    /// <summary>All chunks of a recording, those within others too; none where it has another form.</summary>
    public static List<Chunk> Of(byte[] bytes)
    {
        List<Chunk> found = [];
        if (bytes.Length < 16) return found;
        var isRiff = bytes.AsSpan().StartsWith("RIFF"u8);
        if (isRiff || bytes.AsSpan().StartsWith("RIFX"u8) || bytes.AsSpan().StartsWith("FORM"u8)) AddRiff(found, bytes, 12, !isRiff);
        else if (bytes.AsSpan(4, 4).SequenceEqual("ftyp"u8)) AddAtoms(found, bytes, 0, bytes.Length);
        return found;
    }

    /// <summary>States another length.</summary>
    public void Lie(byte[] bytes, uint length)
    {
        if (IsBigEndian) BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(SizeAt), length);
        else BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(SizeAt), length);
    }

    private static void AddRiff(List<Chunk> found, byte[] bytes, int at, bool isBigEndian)
    {
        found.Add(new Chunk(0, bytes.Length, 4, isBigEndian));
        while (at + 8 <= bytes.Length)
        {
            var size = isBigEndian
                ? BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at + 4))
                : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 4));
            var end = (int)Math.Min(bytes.Length, at + 8L + size + (size & 1));
            found.Add(new Chunk(at, end, at + 4, isBigEndian));
            at = end;
        }
    }

    private static void AddAtoms(List<Chunk> found, byte[] bytes, int at, int end)
    {
        while (at + 8 <= end)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
            if (size < 8) return;
            var next = (int)Math.Min(end, at + (long)size);
            found.Add(new Chunk(at, next, at, IsBigEndian: true));
            if (Nests.Contains(System.Text.Encoding.Latin1.GetString(bytes, at + 4, 4))) AddAtoms(found, bytes, at + 8, next);
            at = next;
        }
    }
}
