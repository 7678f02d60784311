using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hansard.Engine.Matrices;

/// <summary>Turns matrices, square by square: whole columns would be read from a cache line a number.</summary>
internal static unsafe class Transposition
{
    // A square of cache lines, in which 16 × 16 bytes are turned at once.
    private const int Square = 64;
    private const int Block = 16;

    /// <summary>Turns a matrix.</summary>
    /// <param name="values">[rows, columns].</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <returns>[columns, rows].</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static sbyte[] Turn(ReadOnlySpan<sbyte> values, int rows, int columns)
    {
        var turned = GC.AllocateUninitializedArray<sbyte>(values.Length);
        var (wholeRows, wholeColumns) = (rows / Block * Block, columns / Block * Block);
        fixed (sbyte* from = values, to = turned)
        {
            for (var left = 0; left < wholeColumns; left += Square)
            {
                var right = Math.Min(left + Square, wholeColumns);
                for (var top = 0; top < wholeRows; top += Square)
                {
                    var bottom = Math.Min(top + Square, wholeRows);
                    for (var column = left; column < right; column += Block)
                    {
                        for (var row = top; row < bottom; row += Block)
                            TurnBlock((byte*)from + ((nint)row * columns) + column, columns, (byte*)to + ((nint)column * rows) + row, rows);
                    }
                }
            }
            // What is left at the right and at the bottom.
            for (var column = 0; column < columns; column++)
            {
                for (var row = column < wholeColumns ? wholeRows : 0; row < rows; row++)
                    to[((nint)column * rows) + row] = from[((nint)row * columns) + column];
            }
        }
        return turned;
    }

    /// <summary>Turns a matrix of numbers.</summary>
    /// <param name="values">[rows, columns].</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <returns>[columns, rows].</returns>
    public static float[] Turn(float[] values, int rows, int columns)
    {
        var turned = GC.AllocateUninitializedArray<float>(values.Length);
        for (var left = 0; left < columns; left += Block)
            for (var row = 0; row < rows; row++)
                for (var column = left; column < Math.Min(left + Block, columns); column++)
                    turned[(column * rows) + row] = values[(row * columns) + column];
        return turned;
    }

    /// <summary>Turns 16 × 16 bytes: four times every row is interleaved with the one eight further on.</summary>
    /// <param name="from">The first row.</param>
    /// <param name="fromStride">From a row to the next.</param>
    /// <param name="to">Receives the first column as a row.</param>
    /// <param name="toStride">From there to the next column.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TurnBlock(byte* from, nint fromStride, byte* to, nint toStride)
    {
        var a = stackalloc Vector128<byte>[Block];
        var b = stackalloc Vector128<byte>[Block];
        for (var i = 0; i < Block; i++) a[i] = Vector128.Load(from + (i * fromStride));
        for (var pass = 0; pass < 4; pass++)
        {
            for (var i = 0; i < Block / 2; i++)
            {
                b[2 * i] = Low(a[i], a[i + (Block / 2)]);
                b[(2 * i) + 1] = High(a[i], a[i + (Block / 2)]);
            }
            var next = b;
            b = a;
            a = next;
        }
        for (var i = 0; i < Block; i++) a[i].Store(to + (i * toStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Low(Vector128<byte> even, Vector128<byte> odd)
        => Interleave(even, odd, Vector128.Create((byte)0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> High(Vector128<byte> even, Vector128<byte> odd)
        => Interleave(even, odd, Vector128.Create((byte)8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 15));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Interleave(Vector128<byte> even, Vector128<byte> odd, Vector128<byte> places)
        => Vector128.ConditionalSelect(
            Vector128.Create((ushort)0x00FF).AsByte(), Vector128.Shuffle(even, places), Vector128.Shuffle(odd, places));
}
