using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hansard.Engine.Recognition.Whisper.Instructions;

/// <summary>Products with sums that are rounded twice, for processors that cannot do otherwise.</summary>
internal readonly struct PlainMultiplyAdd : IMultiplyAdd
{
    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Of(Vector128<float> a, Vector128<float> b, Vector128<float> c) => (a * b) + c;
}
