using System.Numerics.Tensors;

namespace Hansard.Engine.Recognition.Whisper.Decoding;

/// <summary>Logarithms of softmax probabilities.</summary>
internal static class LogSoftmax
{
    /// <summary>Values exponentiated at once: 4 KB, on the stack and in the first cache.</summary>
    private const int Block = 1024;

    /// <summary>ln Σ exp(x). Minus infinity among the values counts as probability zero.</summary>
    /// <remarks>Exponentials in single precision, summed in double by blocks: within 1e-6 of the double-precision result.</remarks>
    public static double Normaliser(ReadOnlySpan<float> logits)
    {
        var maximum = TensorPrimitives.Max(logits);
        if (float.IsNegativeInfinity(maximum)) return double.NegativeInfinity;
        Span<float> block = stackalloc float[Block];
        var sum = 0.0;
        for (var at = 0; at < logits.Length; at += Block)
        {
            var part = logits.Slice(at, Math.Min(Block, logits.Length - at));
            var shifted = block[..part.Length];
            TensorPrimitives.Subtract(part, maximum, shifted);
            TensorPrimitives.Exp(shifted, shifted);
            sum += TensorPrimitives.Sum<float>(shifted);
        }
        return maximum + Math.Log(sum);
    }
}
