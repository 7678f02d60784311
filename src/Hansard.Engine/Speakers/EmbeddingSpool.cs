using System.Collections;
using System.Runtime.InteropServices;
using Hansard.Engine.Speakers.Features;

namespace Hansard.Engine.Speakers;

/// <summary>Embeddings of one dimension in a temporary file: five hours of speech have 60,000 of them, 60 MB. For one thread.</summary>
/// <param name="count">Number of them.</param>
internal sealed class EmbeddingSpool(int count) : IReadOnlyList<float[]>, IDisposable
{
    private readonly SpoolFile _file = new();

    /// <inheritdoc />
    public int Count => count;

    /// <summary>Length of the vectors; 0 until one is written.</summary>
    public int Dimension { get; private set; }

    /// <summary>Reads a vector that was written before, into a new array.</summary>
    public float[] this[int index]
    {
        get
        {
            var vector = new float[Dimension];
            Read(index, vector);
            return vector;
        }
    }

    /// <summary>Reads a vector that was written before.</summary>
    /// <param name="index">From 0 to less than <see cref="Count"/>.</param>
    /// <param name="vector">[dimension].</param>
    public void Read(int index, Span<float> vector)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)count, nameof(index));
        _file.Read(MemoryMarshal.AsBytes(vector), (long)index * Dimension * sizeof(float));
    }

    /// <summary>Writes a vector, in any order.</summary>
    /// <param name="index">From 0 to less than <see cref="Count"/>.</param>
    /// <param name="vector">As long as all others.</param>
    /// <exception cref="IOException">There is no room for temporary files.</exception>
    public void Write(int index, ReadOnlySpan<float> vector)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)count, nameof(index));
        if (Dimension == 0) Dimension = vector.Length;
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, Dimension, nameof(vector));
        _file.Write(MemoryMarshal.AsBytes(vector), (long)index * Dimension * sizeof(float));
    }

    /// <inheritdoc />
    public IEnumerator<float[]> GetEnumerator()
    {
        for (var i = 0; i < count; i++) yield return this[i];
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
