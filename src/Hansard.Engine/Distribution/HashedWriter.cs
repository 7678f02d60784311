using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Hansard.Engine.Distribution;

/// <summary>Writes numbers, texts and samples, little-endian, and their SHA-256 at the end.</summary>
/// <param name="stream">Stays open.</param>
internal sealed class HashedWriter(Stream stream) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Write(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        Write(bytes);
    }

    public void Write(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        Write(bytes);
    }

    /// <summary>Writes all bits of a number.</summary>
    public void Write(double value) => Write(BitConverter.DoubleToInt64Bits(value));

    public void Write(bool value) => Write(value ? 1 : 0);

    /// <summary>Writes a text, or that there is none.</summary>
    public void Write(string? value)
    {
        var bytes = value is null ? [] : Encoding.UTF8.GetBytes(value);
        Write(value is null ? -1 : bytes.Length);
        Write(bytes);
    }

    /// <summary>Writes a list, its length first.</summary>
    public void Write<T>(IReadOnlyCollection<T> values, Action<T> write)
    {
        Write(values.Count);
        foreach (var value in values) write(value);
    }

    /// <summary>Writes samples.</summary>
    /// <remarks>As they lie in memory, which is little-endian on all that .NET 10 and ONNX Runtime run on.</remarks>
    public void Write(ReadOnlySpan<float> samples)
    {
        Write(samples.Length);
        Write(MemoryMarshal.AsBytes(samples));
    }

    /// <summary>Writes samples of 16 bits.</summary>
    /// <inheritdoc cref="Write(ReadOnlySpan{float})" path="/remarks"/>
    public void Write(ReadOnlySpan<short> samples)
    {
        Write(samples.Length);
        Write(MemoryMarshal.AsBytes(samples));
    }

    /// <summary>Writes the checksum of all before it.</summary>
    /// <returns>The checksum, in hexadecimal and lower case.</returns>
    public string Finish()
    {
        var hash = _hash.GetHashAndReset();
        stream.Write(hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <inheritdoc />
    public void Dispose() => _hash.Dispose();

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        stream.Write(bytes);
    }
}
