using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hansard.Engine.Recognition.Whisper.Checkpoints;

/// <summary>The numbers of a tensor in a file, little-endian as in all forms of checkpoints.</summary>
/// <remarks>
/// Read in blocks, and not mapped into memory: each tensor is read once from front to back, and a mapped file that another process makes
/// shorter takes this process with it.
/// </remarks>
/// <param name="Type">Their type.</param>
/// <param name="Shape">The tensor's shape.</param>
/// <param name="Offset">Of the first byte in the file.</param>
internal sealed record TensorData(ElementType Type, IReadOnlyList<int> Shape, long Offset)
{
    private const int Block = 1 << 20;

    /// <summary>Numbers in all.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Bytes of a number.</summary>
    public int Size => Type switch
    {
        ElementType.Float32 or ElementType.Int32 => 4,
        ElementType.Int8 => 1,
        _ => 2,
    };

    /// <summary>Reads all numbers.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="values">As many as <see cref="Count"/>.</param>
    /// <exception cref="InvalidDataException">The file has become shorter.</exception>
    public void Read(SafeFileHandle file, string path, Span<float> values)
    {
        var buffer = new byte[Math.Min(Block, values.Length * (long)Size)];
        var offset = Offset;
        while (values.Length > 0)
        {
            var count = Math.Min(values.Length, buffer.Length / Size);
            var bytes = buffer.AsSpan(0, count * Size);
            for (var at = 0; at < bytes.Length;)
            {
                var read = RandomAccess.Read(file, bytes[at..], offset + at);
                if (read == 0) throw new InvalidDataException($"'{path}' has become shorter while it was being read.");
                at += read;
            }
            Convert(bytes, values[..count]);
            values = values[count..];
            offset += bytes.Length;
        }
    }

    private void Convert(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        switch (Type)
        {
            case ElementType.Float32:
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(values);
                break;
            case ElementType.Float16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), values);
                break;
            case ElementType.BFloat16:
                var upper = MemoryMarshal.Cast<byte, ushort>(bytes);
                for (var i = 0; i < values.Length; i++) values[i] = BitConverter.UInt32BitsToSingle((uint)upper[i] << 16);
                break;
            case ElementType.Int8:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, sbyte>(bytes), values);
                break;
            case ElementType.Int16:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, short>(bytes), values);
                break;
            default:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, int>(bytes), values);
                break;
        }
    }
}
