using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Hansard.Server.Storage.Migration;

/// <summary>Number and SHA-256 of the rows of a table, in the order of its key.</summary>
internal sealed class TableDigest : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Rows so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Adds a row.</summary>
    public void Add(IEnumerable<object?> values)
    {
        Rows++;
        foreach (var value in values) Add(value);
    }

    /// <summary>The hash, in hexadecimal; nothing can be added any more.</summary>
    public string End() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <inheritdoc />
    public void Dispose() => _hash.Dispose();

    // Kind and length before each value, so that no two rows look alike.
    private void Add(object? value)
    {
        var (kind, bytes) = value switch
        {
            null => ('n', []),
            long number => ('i', BitConverter.GetBytes(number)),
            string text => ('t', Encoding.UTF8.GetBytes(text)),
            byte[] blob => ('b', blob),
            _ => throw new InvalidDataException($"A value of type {value.GetType().Name} cannot be compared."),
        };
        Span<byte> head = stackalloc byte[5];
        head[0] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], bytes.Length);
        _hash.AppendData(head);
        _hash.AppendData(bytes);
    }
}
