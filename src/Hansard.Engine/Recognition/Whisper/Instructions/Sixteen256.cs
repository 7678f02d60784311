using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hansard.Engine.Recognition.Whisper.Instructions;

/// <summary>Sixteen numbers in two vectors of 256 bits.</summary>
internal readonly unsafe struct Sixteen256(Vector256<float> a, Vector256<float> b)
    : ISixteen<Sixteen256>
{
    private readonly Vector256<float> _a = a;
    private readonly Vector256<float> _b = b;

    /// <inheritdoc />
    public static bool HasManyRegisters => false;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen256 Load(float* from) => new(Vector256.Load(from), Vector256.Load(from + 8));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen256 Load(int* from)
        => new(Vector256.ConvertToSingle(Vector256.Load(from)), Vector256.ConvertToSingle(Vector256.Load(from + 8)));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen256 Load(sbyte* from)
        => new(
            Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(from)),
            Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(from + 8)));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen256 Of(float value) => new(Vector256.Create(value), Vector256.Create(value));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen256 operator +(Sixteen256 a, Sixteen256 b) => new(a._a + b._a, a._b + b._b);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen256 operator -(Sixteen256 a, Sixteen256 b) => new(a._a - b._a, a._b - b._b);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen256 operator *(Sixteen256 a, Sixteen256 b) => new(a._a * b._a, a._b * b._b);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen256 MultiplyAdd(Sixteen256 a, Sixteen256 b, Sixteen256 c)
        => new(Vector256.FusedMultiplyAdd(a._a, b._a, c._a), Vector256.FusedMultiplyAdd(a._b, b._b, c._b));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen256 Min(Sixteen256 a, Sixteen256 b) => new(Vector256.MinNative(a._a, b._a), Vector256.MinNative(a._b, b._b));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen256 Max(Sixteen256 a, Sixteen256 b) => new(Vector256.MaxNative(a._a, b._a), Vector256.MaxNative(a._b, b._b));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen256 Abs(Sixteen256 a) => new(Vector256.Abs(a._a), Vector256.Abs(a._b));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen256 Floor(Sixteen256 a) => new(Vector256.Floor(a._a), Vector256.Floor(a._b));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen256 Scale(Sixteen256 a, Sixteen256 octaves) => new(Scale(a._a, octaves._a), Scale(a._b, octaves._b));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen256 First(int count, Sixteen256 a, Sixteen256 others)
        => new(
            First(count, a._a, others._a),
            First(count - 8, a._b, others._b));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyGreater(Sixteen256 a, Sixteen256 b)
        => Vector256.GreaterThanAny(a._a, b._a) || Vector256.GreaterThanAny(a._b, b._b);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Sixteen256 a) => Lanes.Sum(a._a + a._b);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Least(Sixteen256 a) => -Greatest(new(-a._a, -a._b));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Greatest(Sixteen256 a) => Lanes.Greatest(Vector256.MaxNative(a._a, a._b));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to)
    {
        _a.Store(to);
        _b.Store(to + 8);
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(byte* to)
    {
        // Packing is by halves, which leaves the fours in the order 0, 2, 1, 3.
        var words = Avx2.PackSignedSaturate(Avx.ConvertToVector256Int32(_a), Avx.ConvertToVector256Int32(_b)).AsInt64();
        var ordered = Avx2.Permute4x64(words, 0b11_01_10_00).AsInt16() & Vector256.Create((short)byte.MaxValue);
        Sse2.PackUnsignedSaturate(ordered.GetLower(), ordered.GetUpper()).Store(to);
    }

    /// <summary>A whole number added to the exponent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Scale(Vector256<float> a, Vector256<float> octaves)
        => (a.AsInt32() + (Vector256.ConvertToInt32Native(octaves) << 23)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> First(int count, Vector256<float> a, Vector256<float> others)
        => Vector256.ConditionalSelect(Vector256.LessThan(Vector256.CreateSequence(0, 1), Vector256.Create(count)).AsSingle(), a, others);
}
