namespace Hansard.Engine.Recognition.Whisper.Instructions;

/// <summary>Sixteen numbers that are computed with at once, in as many vectors as they take.</summary>
/// <remarks>
/// Sums run over sixteen lanes whatever the vectors' length is, and are added up in one order: with the same rounding, every processor
/// computes the same.
/// </remarks>
/// <typeparam name="T">The type itself.</typeparam>
internal unsafe interface ISixteen<T>
    where T : unmanaged, ISixteen<T>
{
    /// <summary>Indicates whether there is room in registers for ten of them and more.</summary>
    static abstract bool HasManyRegisters { get; }

    /// <summary>Reads numbers.</summary>
    static abstract T Load(float* from);

    /// <summary>Reads integers, of 24 bits at most.</summary>
    static abstract T Load(int* from);

    /// <summary>Reads bytes with a sign.</summary>
    static abstract T Load(sbyte* from);

    /// <summary>Sixteen times a number.</summary>
    static abstract T Of(float value);

    /// <summary>Sums.</summary>
    static abstract T operator +(T a, T b);

    /// <summary>Differences.</summary>
    static abstract T operator -(T a, T b);

    /// <summary>Products.</summary>
    static abstract T operator *(T a, T b);

    /// <summary>Products with sums, a · b + c, rounded once where the processor can.</summary>
    static abstract T MultiplyAdd(T a, T b, T c);

    /// <summary>The lesser of both.</summary>
    static abstract T Min(T a, T b);

    /// <summary>The greater of both.</summary>
    static abstract T Max(T a, T b);

    /// <summary>Magnitudes.</summary>
    static abstract T Abs(T a);

    /// <summary>The greatest whole numbers that are not above.</summary>
    static abstract T Floor(T a);

    /// <summary>Products with 2 to whole numbers of −126 to 0.</summary>
    static abstract T Scale(T a, T octaves);

    /// <summary>The first lanes of one, the others of another.</summary>
    static abstract T First(int count, T a, T others);

    /// <summary>Determines whether a number is greater than another one in its place.</summary>
    static abstract bool AnyGreater(T a, T b);

    /// <summary>The sum of all.</summary>
    static abstract float Sum(T a);

    /// <summary>The least.</summary>
    static abstract float Least(T a);

    /// <summary>The greatest.</summary>
    static abstract float Greatest(T a);

    /// <summary>Writes the numbers.</summary>
    void Store(float* to);

    /// <summary>Writes the lowest bytes of the whole numbers that are nearest, which have 22 bits at most.</summary>
    void Store(byte* to);
}
