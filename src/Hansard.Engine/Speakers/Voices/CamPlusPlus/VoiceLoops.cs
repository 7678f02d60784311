using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hansard.Engine.Speakers.Voices.CamPlusPlus;

/// <summary>The loops between the products of CAM++; all counts are multiples of 16.</summary>
internal static unsafe class VoiceLoops
{
    /// <summary>Numbers that are taken at once.</summary>
    public const int Step = 16;

    /// <summary>Scales, shifts and rectifies a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="scale">Factor of each channel.</param>
    /// <param name="shift">Added to each channel.</param>
    /// <param name="count">Channels.</param>
    /// <param name="result">Receives them.</param>
    /// <returns>The greatest of them.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Activate(float* row, float* scale, float* shift, int count, float* result)
    {
        var greatest = Vector512<float>.Zero;
        for (var i = 0; i < count; i += Step)
        {
            var value = Vector512.Max(
                (Vector512.Load(row + i) * Vector512.Load(scale + i)) + Vector512.Load(shift + i), Vector512<float>.Zero);
            greatest = Vector512.Max(greatest, value);
            value.Store(result + i);
        }
        return Greatest(greatest);
    }

    /// <summary>The greatest of numbers, or 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Greatest(float* values, int count)
    {
        var greatest = Vector512<float>.Zero;
        for (var i = 0; i < count; i += Step) greatest = Vector512.Max(greatest, Vector512.Load(values + i));
        return Greatest(greatest);
    }

    /// <summary>Turns numbers that are not negative into bytes.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="count">How many.</param>
    /// <param name="greatest">None is greater.</param>
    /// <param name="bytes">Receives them.</param>
    /// <returns>The value of 1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Quantise(float* values, int count, float greatest, byte* bytes)
    {
        // Where all are zeros any scale will do.
        var step = greatest > 0 ? greatest / byte.MaxValue : 1;
        var inverse = Vector512.Create(1 / step);
        for (var i = 0; i < count; i += Step)
        {
            var whole = Vector512.ConvertToInt32(Vector512.Round(Vector512.Load(values + i) * inverse)).AsUInt32();
            var narrow = Vector256.Narrow(whole.GetLower(), whole.GetUpper());
            Vector128.Narrow(narrow.GetLower(), narrow.GetUpper()).Store(bytes + i);
        }
        return step;
    }

    /// <summary>Turns sums of integers into numbers.</summary>
    /// <param name="sums">The sums.</param>
    /// <param name="step">The value of 1 of the row.</param>
    /// <param name="scales">The value of 1 of each column.</param>
    /// <param name="bias">Added.</param>
    /// <param name="count">Columns.</param>
    /// <param name="result">Receives them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Finish(int* sums, float step, float* scales, float* bias, int count, float* result)
    {
        var factor = Vector512.Create(step);
        for (var i = 0; i < count; i += Step) Number(sums + i, factor, scales + i, bias + i).Store(result + i);
    }

    /// <summary>Turns sums of integers into numbers, and rectifies them.</summary>
    /// <returns>The greatest of them.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float FinishRectified(int* sums, float step, float* scales, float* bias, int count, float* result)
    {
        var (factor, greatest) = (Vector512.Create(step), Vector512<float>.Zero);
        for (var i = 0; i < count; i += Step)
        {
            var value = Vector512.Max(Number(sums + i, factor, scales + i, bias + i), Vector512<float>.Zero);
            greatest = Vector512.Max(greatest, value);
            value.Store(result + i);
        }
        return Greatest(greatest);
    }

    /// <summary>Turns sums of integers into numbers, adds what is there, and rectifies it.</summary>
    /// <returns>The greatest of the results.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float FinishAdded(int* sums, float step, float* scales, float* bias, int count, float* added, float* result)
    {
        var (factor, greatest) = (Vector512.Create(step), Vector512<float>.Zero);
        for (var i = 0; i < count; i += Step)
        {
            var value = Number(sums + i, factor, scales + i, bias + i) + Vector512.Load(added + i);
            value = Vector512.Max(value, Vector512<float>.Zero);
            greatest = Vector512.Max(greatest, value);
            value.Store(result + i);
        }
        return Greatest(greatest);
    }

    /// <summary>Adds the sums of one place of a convolution to a row.</summary>
    /// <param name="sums">The sums.</param>
    /// <param name="step">The value of 1 of their row.</param>
    /// <param name="scales">The value of 1 of each column.</param>
    /// <param name="count">Columns.</param>
    /// <param name="result">[columns], added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddPlace(int* sums, float step, float* scales, int count, float* result)
    {
        var factor = Vector512.Create(step);
        for (var i = 0; i < count; i += Step)
        {
            var value = Vector512.ConvertToSingle(Vector512.Load(sums + i)) * factor * Vector512.Load(scales + i);
            (Vector512.Load(result + i) + value).Store(result + i);
        }
    }

    /// <summary>Replaces negative numbers by 0.</summary>
    /// <returns>The greatest.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Rectify(float* values, int count)
    {
        var greatest = Vector512<float>.Zero;
        for (var i = 0; i < count; i += Step)
        {
            var value = Vector512.Max(Vector512.Load(values + i), Vector512<float>.Zero);
            greatest = Vector512.Max(greatest, value);
            value.Store(values + i);
        }
        return Greatest(greatest);
    }

    /// <summary>Adds numbers to others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* values, int count, float* result)
    {
        for (var i = 0; i < count; i += Step) (Vector512.Load(result + i) + Vector512.Load(values + i)).Store(result + i);
    }

    /// <summary>Multiplies numbers by others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* factors, int count, float* result)
    {
        for (var i = 0; i < count; i += Step) (Vector512.Load(result + i) * Vector512.Load(factors + i)).Store(result + i);
    }

    /// <summary>Adds a number times a row of weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(float factor, float* weights, int count, float* result)
    {
        var factors = Vector512.Create(factor);
        for (var i = 0; i < count; i += Step) (Vector512.Load(result + i) + (Vector512.Load(weights + i) * factors)).Store(result + i);
    }

    /// <summary>Convolves three times three numbers with weights of 32 outputs, and rectifies the results.</summary>
    /// <param name="from">The first number.</param>
    /// <param name="stride">Numbers from one three to the next.</param>
    /// <param name="weights">[9, 32].</param>
    /// <param name="bias">[32].</param>
    /// <param name="result">[32].</param>
    /// <returns>The greatest of them.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Places(float* from, int stride, float* weights, float* bias, float* result)
    {
        var (low, high) = (Vector512.Load(bias), Vector512.Load(bias + Step));
        for (var i = 0; i < 3; i++, from += stride)
        {
            for (var j = 0; j < 3; j++, weights += 2 * Step)
            {
                var number = Vector512.Create(from[j]);
                low += number * Vector512.Load(weights);
                high += number * Vector512.Load(weights + Step);
            }
        }
        (low, high) = (Vector512.Max(low, Vector512<float>.Zero), Vector512.Max(high, Vector512<float>.Zero));
        low.Store(result);
        high.Store(result + Step);
        return Greatest(Vector512.Max(low, high));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Number(int* sums, Vector512<float> step, float* scales, float* bias)
        => (Vector512.ConvertToSingle(Vector512.Load(sums)) * step * Vector512.Load(scales)) + Vector512.Load(bias);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Greatest(Vector512<float> values)
    {
        var half = Vector256.Max(values.GetLower(), values.GetUpper());
        var quarter = Vector128.Max(half.GetLower(), half.GetUpper());
        quarter = Vector128.Max(quarter, Vector128.Shuffle(quarter, Vector128.Create(2, 3, 0, 1)));
        return Math.Max(quarter[0], quarter[1]);
    }
}
