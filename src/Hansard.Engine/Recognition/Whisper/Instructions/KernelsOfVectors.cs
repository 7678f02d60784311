using System.Runtime.CompilerServices;

namespace Hansard.Engine.Recognition.Whisper.Instructions;

/// <summary>The kernels, written once for vectors of any length.</summary>
/// <typeparam name="T">Sixteen numbers in vectors of that length.</typeparam>
internal sealed unsafe partial class Kernels<T> : Kernels
    where T : unmanaged, ISixteen<T>
{
    private const float Epsilon = 1e-5f;

    /// <summary>Φ(−6) is 10⁻⁹: what is farther out is as if it were here.</summary>
    private const float Farthest = 5.5f;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Normalise(float* row, int width, float* gain, float* bias, float* result)
    {
        T sum = default, squares = default;
        for (var i = 0; i < width; i += Step) sum += T.Load(row + i);
        var mean = T.Of(T.Sum(sum) / width);
        for (var i = 0; i < width; i += Step)
        {
            var difference = T.Load(row + i) - mean;
            squares = T.MultiplyAdd(difference, difference, squares);
        }
        var factor = T.Of(1 / MathF.Sqrt((T.Sum(squares) / width) + Epsilon));
        for (var i = 0; i < width; i += Step)
            T.MultiplyAdd((T.Load(row + i) - mean) * factor, T.Load(gain + i), T.Load(bias + i)).Store(result + i);
    }

    /// <inheritdoc />
    /// <remarks>
    /// x · Φ(x) is x or 0 less u · Φ(−u), where u is the magnitude of x; and the logarithm of Φ(−u) to base 2 is nearly a parabola. This
    /// polynomial, fitted by least squares weighted anew until the worst errors were alike, leaves the product within 10⁻⁷.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Gelu(float* row, int width)
    {
        for (var i = 0; i < width; i += Step)
        {
            var x = T.Load(row + i);
            var u = T.Min(T.Abs(x), T.Of(Farthest));
            var octaves = T.MultiplyAdd(u, T.Of(3.309350765796251e-05f), T.Of(-0.0007692265309102605f));
            octaves = T.MultiplyAdd(u, octaves, T.Of(0.00808074108824082f));
            octaves = T.MultiplyAdd(u, octaves, T.Of(-0.05341214495421531f));
            octaves = T.MultiplyAdd(u, octaves, T.Of(-0.4587709410798802f));
            octaves = T.MultiplyAdd(u, octaves, T.Of(-1.1512017131714565f));
            octaves = T.MultiplyAdd(u, octaves, T.Of(-0.9999930597736086f));
            (T.Max(x, default) - (u * PowerOfTwo(octaves))).Store(row + i);
        }
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override RowScale Quantise(float* values, int count, byte* bytes)
    {
        var (least, greatest) = (T.Load(values), T.Load(values));
        for (var i = Step; i < count; i += Step)
        {
            var value = T.Load(values + i);
            (least, greatest) = (T.Min(least, value), T.Max(greatest, value));
        }
        var (minimum, maximum) = (T.Least(least), T.Greatest(greatest));
        // All elements alike: any step will do.
        var scale = new RowScale(maximum > minimum ? (maximum - minimum) / byte.MaxValue : 1, minimum);
        var (inverse, offset) = (T.Of(1 / scale.Step), T.Of(scale.Offset));
        for (var i = 0; i < count; i += Step) ((T.Load(values + i) - offset) * inverse).Store(bytes + i);
        return scale;
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int TakeOutliers(float* values, int count, Outlier* taken)
    {
        T sum = default;
        for (var i = 0; i < count; i += Step) sum += T.Abs(T.Load(values + i));
        var limit = OutlierFactor * T.Sum(sum) / count;
        var (limits, found) = (T.Of(limit), 0);
        for (var i = 0; i < count; i += Step)
        {
            // Nearly all are none.
            if (!T.AnyGreater(T.Abs(T.Load(values + i)), limits)) continue;
            for (var j = i; j < i + Step; j++)
            {
                if (MathF.Abs(values[j]) <= limit) continue;
                taken[found++] = new Outlier(j, values[j]);
                values[j] = 0;
            }
        }
        return found;
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Finish(int* sums, RowScale scale, float* constants, int outputs, float* result)
    {
        var (step, offset) = (T.Of(scale.Step), T.Of(scale.Offset));
        for (var j = 0; j < outputs; j += Step, constants += 3 * Step)
        {
            var value = T.MultiplyAdd(T.Load(sums + j) * step, T.Load(constants), T.Load(constants + (2 * Step)));
            T.MultiplyAdd(offset, T.Load(constants + Step), value).Store(result + j);
        }
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddOutliers(Outlier* outliers, int count, sbyte* weights, float* constants, int outputs, float* result)
    {
        for (var j = 0; j < outputs; j += Step, constants += 3 * Step)
        {
            T sum = default;
            for (var i = 0; i < count; i++)
                sum = T.MultiplyAdd(T.Of(outliers[i].Value), T.Load(weights + ((nint)outliers[i].Index * outputs) + j), sum);
            T.MultiplyAdd(sum, T.Load(constants), T.Load(result + j)).Store(result + j);
        }
    }

    /// <summary>2 to a power of −126 to 0, to 3 parts in a million.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T PowerOfTwo(T octaves)
    {
        // 2 to a whole number is an exponent; to the rest, a polynomial.
        var whole = T.Floor(octaves);
        var rest = octaves - whole;
        var result = T.MultiplyAdd(rest, T.Of(0.013534167f), T.Of(0.052011464f));
        result = T.MultiplyAdd(rest, result, T.Of(0.24144275f));
        result = T.MultiplyAdd(rest, result, T.Of(0.69300383f));
        return T.Scale(T.MultiplyAdd(rest, result, T.Of(1.0000026f)), whole);
    }
}
