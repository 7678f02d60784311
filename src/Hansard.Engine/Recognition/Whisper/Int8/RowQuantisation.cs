using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hansard.Engine.Recognition.Whisper.Int8;

/// <summary>Turns rows of numbers into rows of integers, from the least of a row to its greatest.</summary>
internal static unsafe class RowQuantisation
{
    // Adding 1.5 · 2²³ rounds to a whole number and leaves it in the lowest bits.
    private const float Rounding = 12582912f;

    /// <summary>Quantises to 8 bits.</summary>
    /// <param name="values">The row.</param>
    /// <param name="count">Its elements, a multiple of 16.</param>
    /// <param name="bytes">Receives the integers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static RowScale Narrow(float* values, int count, byte* bytes)
    {
        var scale = ScaleOf(values, count, byte.MaxValue);
        var (inverse, offset) = (Vector512.Create(1 / scale.Step), Vector512.Create(scale.Offset));
        for (var i = 0; i < count; i += Vector512<float>.Count) Store(Round((Vector512.Load(values + i) - offset) * inverse), bytes + i);
        return scale;
    }

    /// <summary>Quantises to 16 bits, in two rows of bytes.</summary>
    /// <param name="values">The row.</param>
    /// <param name="count">Its elements, a multiple of 16.</param>
    /// <param name="high">Receives the high bytes.</param>
    /// <param name="low">Receives the low bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static RowScale Wide(float* values, int count, byte* high, byte* low)
    {
        var scale = ScaleOf(values, count, ushort.MaxValue);
        var (inverse, offset) = (Vector512.Create(1 / scale.Step), Vector512.Create(scale.Offset));
        for (var i = 0; i < count; i += Vector512<float>.Count)
        {
            var integers = Round((Vector512.Load(values + i) - offset) * inverse);
            Store(integers >>> 8, high + i);
            Store(integers & Vector512.Create(0xFF), low + i);
        }
        return scale with { Step = scale.Step * (byte.MaxValue + 1) };
    }

    /// <summary>Stores the lowest bytes of 16 integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<int> integers, byte* bytes)
    {
        if (Avx512F.IsSupported)
        {
            Avx512F.ConvertToVector128Byte(integers).Store(bytes);
            return;
        }
        var low = Vector128.Narrow(integers.GetLower().GetLower(), integers.GetLower().GetUpper());
        var high = Vector128.Narrow(integers.GetUpper().GetLower(), integers.GetUpper().GetUpper());
        Vector128.Narrow(low, high).AsByte().Store(bytes);
    }

    /// <summary>Rounds numbers of less than 22 bits to integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Round(Vector512<float> values)
        => (values + Vector512.Create(Rounding)).AsInt32() - Vector512.Create(Rounding).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static RowScale ScaleOf(float* values, int count, int steps)
    {
        var (least, most) = (Vector512.Load(values), Vector512.Load(values));
        for (var i = Vector512<float>.Count; i < count; i += Vector512<float>.Count)
        {
            var value = Vector512.Load(values + i);
            (least, most) = (Vector512.MinNative(least, value), Vector512.MaxNative(most, value));
        }
        var (minimum, maximum) = (least[0], most[0]);
        for (var i = 1; i < Vector512<float>.Count; i++)
            (minimum, maximum) = (Math.Min(minimum, least[i]), Math.Max(maximum, most[i]));
        // All elements alike: any step will do.
        return maximum > minimum ? new RowScale((maximum - minimum) / steps, minimum) : new RowScale(1, minimum);
    }
}
