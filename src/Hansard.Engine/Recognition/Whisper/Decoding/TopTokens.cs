using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Recognition.Whisper.Decoding;

/// <summary>The highest of many values.</summary>
internal static class TopTokens
{
    /// <summary>Finds the likeliest tokens, the likeliest first; of equal ones the first by place.</summary>
    /// <param name="logits">Of all tokens.</param>
    /// <param name="best">Receives the tokens.</param>
    /// <returns>How many were found: fewer than asked for only when there are fewer tokens.</returns>
    public static int Select(NextTokens logits, Span<int> best)
    {
        Span<float> values = stackalloc float[best.Length];
        var count = Select(logits.Common, 0, best, values, 0);
        if (!logits.Foreign.IsEmpty) count = Select(logits.Foreign, logits.Common.Length, best, values, count);
        foreach (ref var token in best[..count]) token = logits.TokenAt(token);
        return count;
    }

    private static int Select(ReadOnlySpan<float> values, int first, Span<int> best, Span<float> bestValues, int count)
    {
        var threshold = count > 0 ? bestValues[count - 1] : float.NegativeInfinity;
        var vectors = MemoryMarshal.Cast<float, Vector512<float>>(values);
        for (var v = 0; v < vectors.Length; v++)
        {
            // Nearly every vector holds nothing above the threshold once a few values are known.
            if (count == best.Length && !Vector512.GreaterThanAny(vectors[v], Vector512.Create(threshold))) continue;
            for (var i = v * Vector512<float>.Count; i < (v + 1) * Vector512<float>.Count; i++) Insert(i, values[i], best, bestValues);
        }
        for (var i = vectors.Length * Vector512<float>.Count; i < values.Length; i++) Insert(i, values[i], best, bestValues);
        return count;

        void Insert(int index, float value, Span<int> indices, Span<float> found)
        {
            if (count == indices.Length && !(value > threshold)) return;
            var at = count == indices.Length ? count - 1 : count++;
            while (at > 0 && found[at - 1] < value)
            {
                (indices[at], found[at]) = (indices[at - 1], found[at - 1]);
                at--;
            }
            (indices[at], found[at]) = (first + index, value);
            threshold = found[count - 1];
        }
    }
}
