using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hansard.Engine.Recognition.Whisper.Instructions;

/// <summary>Sixteen numbers in a vector of 512 bits.</summary>
internal readonly unsafe struct Sixteen512(Vector512<float> all) : ISixteen<Sixteen512>
{
    private readonly Vector512<float> _all = all;

    /// <inheritdoc />
    public static bool HasManyRegisters => true;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen512 Load(float* from) => new(Vector512.Load(from));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen512 Load(int* from) => new(Vector512.ConvertToSingle(Vector512.Load(from)));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen512 Load(sbyte* from) => new(Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(Vector128.Load(from))));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen512 Of(float value) => new(Vector512.Create(value));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen512 operator +(Sixteen512 a, Sixteen512 b) => new(a._all + b._all);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen512 operator -(Sixteen512 a, Sixteen512 b) => new(a._all - b._all);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen512 operator *(Sixteen512 a, Sixteen512 b) => new(a._all * b._all);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen512 MultiplyAdd(Sixteen512 a, Sixteen512 b, Sixteen512 c)
        => new(Vector512.FusedMultiplyAdd(a._all, b._all, c._all));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen512 Min(Sixteen512 a, Sixteen512 b) => new(Vector512.MinNative(a._all, b._all));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen512 Max(Sixteen512 a, Sixteen512 b) => new(Vector512.MaxNative(a._all, b._all));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen512 Abs(Sixteen512 a) => new(Vector512.Abs(a._all));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen512 Floor(Sixteen512 a) => new(Vector512.Floor(a._all));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen512 Scale(Sixteen512 a, Sixteen512 octaves) => new(Avx512F.Scale(a._all, octaves._all));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen512 First(int count, Sixteen512 a, Sixteen512 others)
        => new(Vector512.ConditionalSelect(
            Vector512.LessThan(Vector512.CreateSequence(0, 1), Vector512.Create(count)).AsSingle(), a._all, others._all));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyGreater(Sixteen512 a, Sixteen512 b) => Vector512.GreaterThanAny(a._all, b._all);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Sixteen512 a) => Lanes.Sum(a._all.GetLower() + a._all.GetUpper());

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Least(Sixteen512 a) => -Greatest(new(-a._all));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Greatest(Sixteen512 a) => Lanes.Greatest(Vector256.MaxNative(a._all.GetLower(), a._all.GetUpper()));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to) => _all.Store(to);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(byte* to) => Avx512F.ConvertToVector128Byte(Avx512F.ConvertToVector512Int32(_all)).Store(to);
}
