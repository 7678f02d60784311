using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hansard.Engine.Matrices;

/// <summary>Turns matrices of numbers into bytes, each column by its greatest number.</summary>
internal static unsafe class ColumnScales
{
    private const int Step = 16;

    /// <summary>Quantises a matrix.</summary>
    /// <param name="values">[rows, columns].</param>
    /// <param name="columns">Columns.</param>
    /// <param name="bytes">Receives it, int8 [rows, columns].</param>
    /// <returns>The value of 1, for each column.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float[] Quantise(ReadOnlySpan<float> values, int columns, Span<byte> bytes)
    {
        var scales = new float[columns];
        fixed (float* from = values, greatest = scales)
        fixed (byte* to = bytes)
        {
            for (var row = from; row < from + values.Length; row += columns)
            {
                var i = 0;
                for (; i <= columns - Step; i += Step)
                    Vector512.Max(Vector512.Load(greatest + i), Vector512.Abs(Vector512.Load(row + i))).Store(greatest + i);
                for (; i < columns; i++) greatest[i] = Math.Max(greatest[i], Math.Abs(row[i]));
            }
            for (var i = 0; i < columns; i++) greatest[i] /= sbyte.MaxValue;
            for (nint at = 0; at < values.Length; at += columns)
            {
                var i = 0;
                for (; i <= columns - Step; i += Step)
                {
                    // A column of zeros stays one.
                    var scale = Vector512.Load(greatest + i);
                    scale = Vector512.ConditionalSelect(Vector512.Equals(scale, Vector512<float>.Zero), Vector512<float>.One, scale);
                    var whole = Vector512.ConvertToInt32(Vector512.Round(Vector512.Load(from + at + i) / scale));
                    Narrow(whole).Store(to + at + i);
                }
                for (; i < columns; i++)
                    to[at + i] = greatest[i] == 0 ? (byte)0 : (byte)(sbyte)Math.Round(from[at + i] / greatest[i]);
            }
        }
        return scales;
    }

    private static Vector128<byte> Narrow(Vector512<int> integers)
        => Vector128.Narrow(
            Vector128.Narrow(integers.GetLower().GetLower(), integers.GetLower().GetUpper()),
            Vector128.Narrow(integers.GetUpper().GetLower(), integers.GetUpper().GetUpper())).AsByte();
}
