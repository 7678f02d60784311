using System.Runtime.InteropServices;
using Hansard.Engine.Matrices;
using Hansard.Engine.Recognition.Whisper.Int8;

namespace Hansard.Engine.Tests.Matrices;

public sealed class TranspositionTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(16, 16)]
    [InlineData(64, 128)]
    [InlineData(100, 37)]
    [InlineData(5, 200)]
    [InlineData(200, 5)]
    public void Rows_become_columns(int rows, int columns)
    {
        var values = new sbyte[rows * columns];
        new Random(1).NextBytes(MemoryMarshal.AsBytes(values.AsSpan()));

        var turned = Transposition.Turn(values, rows, columns);

        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                Assert.Equal(values[(row * columns) + column], turned[(column * rows) + row]);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(80)]
    public void Columns_are_added_up(int columns)
    {
        var values = new sbyte[300 * columns];
        new Random(2).NextBytes(MemoryMarshal.AsBytes(values.AsSpan()));

        var sums = ColumnSums.Of(MemoryMarshal.AsBytes(values.AsSpan()), columns);

        for (var column = 0; column < columns; column++)
            Assert.Equal(Enumerable.Range(0, 300).Sum(row => values[(row * columns) + column]), sums[column]);
    }
}
