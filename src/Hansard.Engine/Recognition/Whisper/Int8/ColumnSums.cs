using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hansard.Engine.Recognition.Whisper.Int8;

/// <summary>Sums of the columns of matrices of bytes.</summary>
internal static class ColumnSums
{
    /// <summary>Adds up each column.</summary>
    /// <param name="matrix">int8 [rows, columns].</param>
    /// <param name="columns">A multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe int[] Of(ReadOnlySpan<byte> matrix, int columns)
    {
        var sums = new int[columns];
        fixed (byte* bytes = matrix)
        fixed (int* to = sums)
        {
            var values = (sbyte*)bytes;
            // Row by row: a column would be read from a cache line, and a page, a number.
            for (var row = values; row < values + matrix.Length; row += columns)
            {
                for (var i = 0; i < columns; i += Vector512<int>.Count)
                {
                    var (low, high) = Vector128.Widen(Vector128.Load(row + i));
                    var sixteen = Vector256.Create(low, high);
                    var wide = Vector512.Create(Vector256.WidenLower(sixteen), Vector256.WidenUpper(sixteen));
                    (Vector512.Load(to + i) + wide).Store(to + i);
                }
            }
        }
        return sums;
    }
}
