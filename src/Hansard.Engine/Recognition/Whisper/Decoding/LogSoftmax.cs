using Hansard.Engine.Recognition.Whisper.Instructions;
using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Recognition.Whisper.Decoding;

/// <summary>Logarithms of softmax probabilities.</summary>
internal static unsafe class LogSoftmax
{
    /// <summary>Values summed in single precision.</summary>
    private const int Block = 1024;

    /// <summary>ln Σ exp(x) of the tokens that are numbered before a special one.</summary>
    /// <param name="logits">Of all.</param>
    /// <param name="special">The first token that is left out.</param>
    public static double Normaliser(NextTokens logits, int special)
    {
        var common = Normaliser(logits.CommonBelow(special));
        return logits.Foreign.IsEmpty ? common : Together(common, Normaliser(logits.Foreign));
    }

    /// <summary>ln (exp(a) + exp(b)).</summary>
    public static double Together(double a, double b)
    {
        var greater = Math.Max(a, b);
        return double.IsNegativeInfinity(greater) ? greater : greater + Math.Log(Math.Exp(a - greater) + Math.Exp(b - greater));
    }

    /// <summary>ln Σ exp(x). Minus infinity among the values counts as probability zero.</summary>
    /// <remarks>Exponentials in single precision, summed in double by blocks: within 1e-6 of the double-precision result.</remarks>
    public static double Normaliser(ReadOnlySpan<float> logits)
    {
        var kernels = Kernels.Chosen;
        var whole = logits.Length & -Kernels.Step;
        // What fills no vector, filled up.
        var rest = stackalloc float[Kernels.Step];
        new Span<float>(rest, Kernels.Step).Fill(float.NegativeInfinity);
        logits[whole..].CopyTo(new Span<float>(rest, Kernels.Step));
        fixed (float* values = logits)
        {
            var maximum = MathF.Max(kernels.Greatest(values, whole), kernels.Greatest(rest, Kernels.Step));
            if (float.IsNegativeInfinity(maximum)) return double.NegativeInfinity;
            double sum = kernels.SumOfExponentials(rest, Kernels.Step, maximum);
            for (var at = 0; at < whole; at += Block)
                sum += kernels.SumOfExponentials(values + at, Math.Min(Block, whole - at), maximum);
            return maximum + Math.Log(sum);
        }
    }
}
