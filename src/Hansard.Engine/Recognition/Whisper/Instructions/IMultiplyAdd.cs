using System.Runtime.Intrinsics;

namespace Hansard.Engine.Recognition.Whisper.Instructions;

/// <summary>Products with sums in vectors of 128 bits.</summary>
internal interface IMultiplyAdd
{
    /// <summary>a · b + c.</summary>
    static abstract Vector128<float> Of(Vector128<float> a, Vector128<float> b, Vector128<float> c);
}
