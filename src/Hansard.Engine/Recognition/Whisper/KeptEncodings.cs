using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Recognition.Whisper;

/// <summary>
/// Encodings of windows whose languages have been told, until they are recognised: what is encoded for the one serves the other.
/// Thread-safe.
/// </summary>
/// <remarks>
/// Found by their sound: whoever encodes the same once more comes to the same, so a window that is not here, as it was cut where its
/// language changes, told elsewhere, or thrown out by others, costs time and nothing else.
/// </remarks>
internal sealed class KeptEncodings : IDisposable
{
    /// <summary>Bytes kept at most: ten windows of the default model, a few minutes of speech in short ones.</summary>
    private const long MostBytes = 96L << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Kept>> _byHash = new(StringComparer.Ordinal);

    // The oldest first.
    private readonly LinkedList<Kept> _order = [];
    private long _bytes;
    private bool _isDisposed;

    /// <summary>Keeps an encoding.</summary>
    /// <param name="samples">Its sound.</param>
    /// <param name="encoding">Owned from here on.</param>
    public void Keep(ReadOnlySpan<float> samples, ICrossAttention encoding)
    {
        var hash = Hash(samples);
        lock (_gate)
        {
            if (_isDisposed || encoding.Bytes > MostBytes || _byHash.ContainsKey(hash))
            {
                encoding.Dispose();
                return;
            }
            _byHash.Add(hash, _order.AddLast(new Kept(hash, encoding)));
            _bytes += encoding.Bytes;
            while (_bytes > MostBytes) Remove(_order.First!).Dispose();
        }
    }

    /// <summary>Gives an encoding away.</summary>
    /// <param name="samples">Its sound.</param>
    /// <returns>Owned by the caller; null if there is none.</returns>
    public ICrossAttention? Take(ReadOnlySpan<float> samples)
    {
        lock (_gate)
        {
            if (_order.Count == 0) return null;
        }
        var hash = Hash(samples);
        lock (_gate) return _byHash.TryGetValue(hash, out var node) ? Remove(node) : null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            while (_order.First is { } node) Remove(node).Dispose();
        }
    }

    private static string Hash(ReadOnlySpan<float> samples) => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(samples)));

    private ICrossAttention Remove(LinkedListNode<Kept> node)
    {
        _order.Remove(node);
        _byHash.Remove(node.Value.Hash);
        _bytes -= node.Value.Encoding.Bytes;
        return node.Value.Encoding;
    }

    private readonly record struct Kept(string Hash, ICrossAttention Encoding);
}
