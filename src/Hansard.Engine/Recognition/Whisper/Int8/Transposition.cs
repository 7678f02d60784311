using System.Runtime.CompilerServices;

namespace Hansard.Engine.Recognition.Whisper.Int8;

/// <summary>Turns matrices, square by square: whole columns would be read from a cache line a number.</summary>
internal static class Transposition
{
    private const int Square = 64;

    /// <summary>Turns a matrix.</summary>
    /// <param name="values">[rows, columns].</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <returns>[columns, rows].</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe T[] Turn<T>(T[] values, int rows, int columns)
        where T : unmanaged
    {
        var turned = GC.AllocateUninitializedArray<T>(values.Length);
        fixed (T* from = values, to = turned)
        {
            for (var left = 0; left < columns; left += Square)
            {
                var right = Math.Min(left + Square, columns);
                for (var top = 0; top < rows; top += Square)
                {
                    var bottom = Math.Min(top + Square, rows);
                    for (var column = left; column < right; column++)
                        for (var row = top; row < bottom; row++) to[((nint)column * rows) + row] = from[((nint)row * columns) + column];
                }
            }
        }
        return turned;
    }
}
