using System.Runtime.CompilerServices;

namespace Hansard.Engine.Recognition.Whisper.Instructions;

/// <content>Exponentials of floating-point numbers.</content>
internal sealed unsafe partial class Kernels<T>
{
    private const float OctavesOfE = 1.44269504f;

    /// <summary>2 to less than this is no normal number any more.</summary>
    private const float LeastOctave = -126;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override float Greatest(float* values, int count)
    {
        T first = T.Of(float.NegativeInfinity), second = first;
        var i = 0;
        for (; i <= count - (2 * Step); i += 2 * Step)
            (first, second) = (T.Max(first, T.Load(values + i)), T.Max(second, T.Load(values + i + Step)));
        if (i < count) first = T.Max(first, T.Load(values + i));
        return T.Greatest(T.Max(first, second));
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override float SumOfExponentials(float* values, int count, float greatest)
    {
        var (top, octaves) = (T.Of(greatest), T.Of(OctavesOfE));
        T sum = default;
        for (var i = 0; i < count; i += Step)
            sum += FinePowerOfTwo(T.Max((T.Load(values + i) - top) * octaves, T.Of(LeastOctave)));
        return T.Sum(sum);
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override float Exponentials(float* values, int count, float scale)
    {
        var whole = count & -Step;
        var greatest = T.Of(float.NegativeInfinity);
        for (var i = 0; i < whole; i += Step) greatest = T.Max(greatest, T.Load(values + i));
        if (whole < count) greatest = T.Max(greatest, T.First(count - whole, T.Load(values + whole), greatest));

        var (top, octaves) = (T.Of(T.Greatest(greatest)), T.Of(scale * OctavesOfE));
        T sum = default;
        for (var i = 0; i < whole; i += Step)
        {
            var power = FinePowerOfTwo(T.Max((T.Load(values + i) - top) * octaves, T.Of(LeastOctave)));
            sum += power;
            power.Store(values + i);
        }
        if (whole < count)
        {
            var power = FinePowerOfTwo(T.Max((T.Load(values + whole) - top) * octaves, T.Of(LeastOctave)));
            power = T.First(count - whole, power, default);
            sum += power;
            power.Store(values + whole);
        }
        return T.Sum(sum);
    }

    /// <summary>2 to a power of −126 to 0, to 2 parts in ten million: a polynomial through six Chebyshev nodes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T FinePowerOfTwo(T octaves)
    {
        var whole = T.Floor(octaves);
        var rest = octaves - whole;
        var result = T.MultiplyAdd(rest, T.Of(0.0018937541f), T.Of(0.0089495904f));
        result = T.MultiplyAdd(rest, result, T.Of(0.055860337f));
        result = T.MultiplyAdd(rest, result, T.Of(0.24014182f));
        result = T.MultiplyAdd(rest, result, T.Of(0.69315449f));
        return T.Scale(T.MultiplyAdd(rest, result, T.Of(0.9999999f)), whole);
    }
}
