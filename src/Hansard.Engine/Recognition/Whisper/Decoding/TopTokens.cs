using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hansard.Engine.Recognition.Whisper.Decoding;

/// <summary>The highest of many values.</summary>
internal static class TopTokens
{
    /// <summary>Finds the highest values, in descending order; equal values by ascending index.</summary>
    /// <param name="values">Any number of values.</param>
    /// <param name="best">Receives the indices.</param>
    /// <returns>How many were found: fewer than asked for only when there are fewer values.</returns>
    public static int Select(ReadOnlySpan<float> values, Span<int> best)
    {
        var count = 0;
        var threshold = float.NegativeInfinity;
        var vectors = MemoryMarshal.Cast<float, Vector512<float>>(values);
        for (var v = 0; v < vectors.Length; v++)
        {
            // Nearly every vector holds nothing above the threshold once a few values are known.
            if (count == best.Length && !Vector512.GreaterThanAny(vectors[v], Vector512.Create(threshold))) continue;
            for (var i = v * Vector512<float>.Count; i < (v + 1) * Vector512<float>.Count; i++)
                Insert(values, i, best, ref count, ref threshold);
        }
        for (var i = vectors.Length * Vector512<float>.Count; i < values.Length; i++) Insert(values, i, best, ref count, ref threshold);
        return count;
    }

    private static void Insert(ReadOnlySpan<float> values, int index, Span<int> best, ref int count, ref float threshold)
    {
        var value = values[index];
        if (count == best.Length && !(value > threshold)) return;
        var at = count == best.Length ? count - 1 : count++;
        while (at > 0 && values[best[at - 1]] < value)
        {
            best[at] = best[at - 1];
            at--;
        }
        best[at] = index;
        threshold = values[best[count - 1]];
    }
}
