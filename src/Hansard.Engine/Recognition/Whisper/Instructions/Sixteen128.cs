using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hansard.Engine.Recognition.Whisper.Instructions;

/// <summary>Sixteen numbers in four vectors of 128 bits.</summary>
/// <typeparam name="TSum">Products with sums.</typeparam>
internal readonly unsafe struct Sixteen128<TSum>(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    : ISixteen<Sixteen128<TSum>>
    where TSum : struct, IMultiplyAdd
{
    private readonly Vector128<float> _a = a;
    private readonly Vector128<float> _b = b;
    private readonly Vector128<float> _c = c;
    private readonly Vector128<float> _d = d;

    /// <inheritdoc />
    public static bool HasManyRegisters => false;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen128<TSum> Load(float* from)
        => new(Vector128.Load(from), Vector128.Load(from + 4), Vector128.Load(from + 8), Vector128.Load(from + 12));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen128<TSum> Load(int* from)
        => new(
            Vector128.ConvertToSingle(Vector128.Load(from)),
            Vector128.ConvertToSingle(Vector128.Load(from + 4)),
            Vector128.ConvertToSingle(Vector128.Load(from + 8)),
            Vector128.ConvertToSingle(Vector128.Load(from + 12)));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen128<TSum> Load(sbyte* from)
    {
        var (low, high) = Vector128.Widen(Vector128.Load(from));
        var (a, b) = Vector128.Widen(low);
        var (c, d) = Vector128.Widen(high);
        return new(
            Vector128.ConvertToSingle(a), Vector128.ConvertToSingle(b), Vector128.ConvertToSingle(c), Vector128.ConvertToSingle(d));
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen128<TSum> Of(float value)
    {
        var all = Vector128.Create(value);
        return new(all, all, all, all);
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen128<TSum> operator +(Sixteen128<TSum> a, Sixteen128<TSum> b)
        => new(a._a + b._a, a._b + b._b, a._c + b._c, a._d + b._d);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen128<TSum> operator -(Sixteen128<TSum> a, Sixteen128<TSum> b)
        => new(a._a - b._a, a._b - b._b, a._c - b._c, a._d - b._d);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen128<TSum> operator *(Sixteen128<TSum> a, Sixteen128<TSum> b)
        => new(a._a * b._a, a._b * b._b, a._c * b._c, a._d * b._d);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen128<TSum> MultiplyAdd(Sixteen128<TSum> a, Sixteen128<TSum> b, Sixteen128<TSum> c)
        => new(TSum.Of(a._a, b._a, c._a),
            TSum.Of(a._b, b._b, c._b),
            TSum.Of(a._c, b._c, c._c),
            TSum.Of(a._d, b._d, c._d));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen128<TSum> Min(Sixteen128<TSum> a, Sixteen128<TSum> b)
        => new(
            Vector128.MinNative(a._a, b._a), Vector128.MinNative(a._b, b._b),
            Vector128.MinNative(a._c, b._c), Vector128.MinNative(a._d, b._d));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen128<TSum> Max(Sixteen128<TSum> a, Sixteen128<TSum> b)
        => new(
            Vector128.MaxNative(a._a, b._a), Vector128.MaxNative(a._b, b._b),
            Vector128.MaxNative(a._c, b._c), Vector128.MaxNative(a._d, b._d));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen128<TSum> Abs(Sixteen128<TSum> a)
        => new(Vector128.Abs(a._a), Vector128.Abs(a._b), Vector128.Abs(a._c), Vector128.Abs(a._d));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen128<TSum> Floor(Sixteen128<TSum> a)
        => new(Vector128.Floor(a._a), Vector128.Floor(a._b), Vector128.Floor(a._c), Vector128.Floor(a._d));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen128<TSum> Scale(Sixteen128<TSum> a, Sixteen128<TSum> octaves)
        => new(Scale(a._a, octaves._a), Scale(a._b, octaves._b), Scale(a._c, octaves._c), Scale(a._d, octaves._d));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sixteen128<TSum> First(int count, Sixteen128<TSum> a, Sixteen128<TSum> others)
        => new(
            First(count, a._a, others._a),
            First(count - 4, a._b, others._b),
            First(count - 8, a._c, others._c),
            First(count - 12, a._d, others._d));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyGreater(Sixteen128<TSum> a, Sixteen128<TSum> b)
        => Vector128.GreaterThanAny(a._a, b._a)
            || Vector128.GreaterThanAny(a._b, b._b)
            || Vector128.GreaterThanAny(a._c, b._c)
            || Vector128.GreaterThanAny(a._d, b._d);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Sixteen128<TSum> a) => Lanes.Sum((a._a + a._c) + (a._b + a._d));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Least(Sixteen128<TSum> a) => -Greatest(new(-a._a, -a._b, -a._c, -a._d));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Greatest(Sixteen128<TSum> a)
        => Lanes.Greatest(Vector128.MaxNative(Vector128.MaxNative(a._a, a._c), Vector128.MaxNative(a._b, a._d)));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to)
    {
        _a.Store(to);
        _b.Store(to + 4);
        _c.Store(to + 8);
        _d.Store(to + 12);
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(byte* to)
    {
        var low = Vector128.Narrow(Round(_a), Round(_b));
        var high = Vector128.Narrow(Round(_c), Round(_d));
        Vector128.Narrow(low, high).AsByte().Store(to);
    }

    /// <summary>Adding 1.5 · 2²³ rounds to a whole number and leaves it in the lowest bits, which narrowing keeps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Round(Vector128<float> values) => (values + Vector128.Create(12582912f)).AsInt32();

    /// <summary>A whole number added to the exponent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Scale(Vector128<float> a, Vector128<float> octaves)
        => (a.AsInt32() + (Vector128.ConvertToInt32Native(octaves) << 23)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> First(int count, Vector128<float> a, Vector128<float> others)
        => Vector128.ConditionalSelect(Vector128.LessThan(Vector128.CreateSequence(0, 1), Vector128.Create(count)).AsSingle(), a, others);
}
