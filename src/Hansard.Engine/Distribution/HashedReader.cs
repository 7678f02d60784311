using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Hansard.Engine.Distribution;

/// <summary>Reads what <see cref="HashedWriter"/> wrote. Every length is bounded before memory is taken for it.</summary>
/// <param name="stream">Stays open.</param>
/// <param name="what">Its name in exceptions.</param>
internal sealed class HashedReader(Stream stream, string what) : IDisposable
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The exception of content that is not what was written.</summary>
    public InvalidDataException Damaged(string fault) => new($"This is not {what}, or it is damaged: {fault}.");

    /// <summary>Reads the first eight bytes.</summary>
    /// <param name="magic">The first four.</param>
    /// <param name="version">The only one that is read.</param>
    public void ReadHeader(int magic, int version)
    {
        if (ReadInt32() != magic) throw Damaged("it begins otherwise");
        if (ReadInt32() is var found && found != version) throw Damaged($"it has version {found}, and this program reads {version}");
    }

    public int ReadInt32()
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        Read(bytes);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }

    public long ReadInt64()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        Read(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    public double ReadDouble() => BitConverter.Int64BitsToDouble(ReadInt64());

    public bool ReadBoolean() => ReadCount(1) == 1;

    /// <summary>Reads a number that is not negative.</summary>
    /// <param name="most">The greatest that is believed.</param>
    public int ReadCount(int most)
    {
        var count = ReadInt32();
        return count >= 0 && count <= most ? count : throw Damaged($"{count} is not from 0 to {most}");
    }

    /// <summary>Reads a text; null where there is none.</summary>
    /// <param name="most">Its greatest length in bytes.</param>
    public string? ReadText(int most)
    {
        var length = ReadInt32();
        if (length == -1) return null;
        if (length < 0 || length > most) throw Damaged($"a text of {length} bytes, of {most} at most");
        var bytes = new byte[length];
        Read(bytes);
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Damaged("a text is not UTF-8");
        }
    }

    /// <summary>Reads a text that is there.</summary>
    public string ReadRequiredText(int most) => ReadText(most) ?? throw Damaged("a text is missing");

    /// <summary>Reads a list.</summary>
    public T[] ReadList<T>(int most, Func<T> read)
    {
        var count = ReadCount(most);
        // Grows with what is there: a length alone takes no memory.
        List<T> values = [];
        for (var i = 0; i < count; i++) values.Add(read());
        return [.. values];
    }

    /// <summary>Reads samples.</summary>
    public float[] ReadSamples(int most)
    {
        var samples = new float[ReadCount(most)];
        Read(MemoryMarshal.AsBytes(samples.AsSpan()));
        return samples;
    }

    /// <summary>Reads samples of 16 bits.</summary>
    public short[] ReadPcm(int most)
    {
        var samples = new short[ReadCount(most)];
        Read(MemoryMarshal.AsBytes(samples.AsSpan()));
        return samples;
    }

    /// <summary>Reads the checksum, and compares it with what was read.</summary>
    /// <returns>The checksum, in hexadecimal and lower case.</returns>
    public string Finish()
    {
        var hash = _hash.GetHashAndReset();
        var stated = new byte[hash.Length];
        try
        {
            stream.ReadExactly(stated);
        }
        catch (EndOfStreamException)
        {
            throw Damaged("it ends too early");
        }
        return hash.AsSpan().SequenceEqual(stated) ? Convert.ToHexStringLower(hash) : throw Damaged("its checksum differs");
    }

    /// <inheritdoc />
    public void Dispose() => _hash.Dispose();

    private void Read(Span<byte> bytes)
    {
        try
        {
            stream.ReadExactly(bytes);
        }
        catch (EndOfStreamException)
        {
            throw Damaged("it ends too early");
        }
        _hash.AppendData(bytes);
    }
}
