using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hansard.Engine.Recognition.Whisper.Int8;

/// <summary>Operations on single rows between the products.</summary>
internal static unsafe class Activations
{
    private const float Epsilon = 1e-5f;

    /// <summary>
    /// Normalises a row to mean 0 and variance 1, then scales and moves its elements (Ba et al. 2016, Layer normalization).
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="width">Its elements, a multiple of 16.</param>
    /// <param name="norm">Factors, and what is added.</param>
    /// <param name="result">Receives it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalise(float* row, int width, Normalisation norm, float* result)
    {
        Vector512<float> sum = default;
        for (var i = 0; i < width; i += Vector512<float>.Count) sum += Vector512.Load(row + i);
        var mean = Vector512.Create(Vector512.Sum(sum) / width);
        Vector512<float> squares = default;
        for (var i = 0; i < width; i += Vector512<float>.Count)
        {
            var difference = Vector512.Load(row + i) - mean;
            squares = Vector512.FusedMultiplyAdd(difference, difference, squares);
        }
        var factor = Vector512.Create(1 / MathF.Sqrt((Vector512.Sum(squares) / width) + Epsilon));
        fixed (float* g = norm.Gain, b = norm.Bias)
        {
            for (var i = 0; i < width; i += Vector512<float>.Count)
            {
                var value = (Vector512.Load(row + i) - mean) * factor;
                Vector512.FusedMultiplyAdd(value, Vector512.Load(g + i), Vector512.Load(b + i)).Store(result + i);
            }
        }
    }

    /// <summary>
    /// The Gaussian error linear unit x · Φ(x) of a row (Hendrycks and Gimpel 2016), with the error function of Abramowitz and Stegun,
    /// 7.1.26, whose error is 1.5e-7.
    /// </summary>
    /// <param name="row">The row, overwritten.</param>
    /// <param name="width">Its elements, a multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gelu(float* row, int width)
    {
        var one = Vector512<float>.One;
        for (var i = 0; i < width; i += Vector512<float>.Count)
        {
            var x = Vector512.Load(row + i);
            var z = Vector512.Abs(x) * Vector512.Create(0.70710678f);
            var t = one / Vector512.FusedMultiplyAdd(z, Vector512.Create(0.3275911f), one);
            var tail = Vector512.FusedMultiplyAdd(t, Vector512.Create(1.061405429f), Vector512.Create(-1.453152027f));
            tail = Vector512.FusedMultiplyAdd(t, tail, Vector512.Create(1.421413741f));
            tail = Vector512.FusedMultiplyAdd(t, tail, Vector512.Create(-0.284496736f));
            tail = Vector512.FusedMultiplyAdd(t, tail, Vector512.Create(0.254829592f)) * t * Exp(-(z * z));
            // Φ is 1 − tail / 2 above zero, and tail / 2 below.
            var half = tail * Vector512.Create(0.5f);
            (x * Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), half, one - half)).Store(row + i);
        }
    }

    /// <summary>e to a power that is not above zero, to a part in 100,000; next to nothing below −87.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> power)
    {
        // 2 to a whole number is an exponent; the rest, of half an octave each way, is a polynomial.
        var octaves = Vector512.MaxNative(power * Vector512.Create(1.44269504f), Vector512.Create(-126f));
        var whole = RowQuantisation.Round(octaves);
        var rest = octaves - Vector512.ConvertToSingle(whole);
        var result = Vector512.FusedMultiplyAdd(rest, Vector512.Create(0.0013333558f), Vector512.Create(0.0096181291f));
        result = Vector512.FusedMultiplyAdd(rest, result, Vector512.Create(0.0555041087f));
        result = Vector512.FusedMultiplyAdd(rest, result, Vector512.Create(0.2402265069f));
        result = Vector512.FusedMultiplyAdd(rest, result, Vector512.Create(0.6931471806f));
        result = Vector512.FusedMultiplyAdd(rest, result, Vector512<float>.One);
        return (result.AsInt32() + (whole << 23)).AsSingle();
    }
}
