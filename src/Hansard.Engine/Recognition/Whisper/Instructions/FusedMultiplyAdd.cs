using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hansard.Engine.Recognition.Whisper.Instructions;

/// <summary>Products with sums that are rounded once, where every processor has them.</summary>
internal readonly struct FusedMultiplyAdd : IMultiplyAdd
{
    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Of(Vector128<float> a, Vector128<float> b, Vector128<float> c) => Vector128.FusedMultiplyAdd(a, b, c);
}
