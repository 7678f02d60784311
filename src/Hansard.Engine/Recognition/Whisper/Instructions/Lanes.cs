using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hansard.Engine.Recognition.Whisper.Instructions;

/// <summary>The last steps of sums and maxima over lanes, in one order on all processors: halves first.</summary>
internal static class Lanes
{
    /// <summary>The sum of eight lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> values) => Sum(values.GetLower() + values.GetUpper());

    /// <summary>The sum of four lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector128<float> values) => (values[0] + values[2]) + (values[1] + values[3]);

    /// <summary>The greatest of eight lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Greatest(Vector256<float> values) => Greatest(Vector128.MaxNative(values.GetLower(), values.GetUpper()));

    /// <summary>The greatest of four lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Greatest(Vector128<float> values)
        => Math.Max(Math.Max(values[0], values[1]), Math.Max(values[2], values[3]));
}
