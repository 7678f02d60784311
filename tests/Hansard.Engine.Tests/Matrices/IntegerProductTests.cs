using System.Runtime.InteropServices;
using Hansard.Engine.Matrices;

namespace Hansard.Engine.Tests.Matrices;

/// <summary>Products of integers are exact on every processor, also where two of them do not fit into 16 bits.</summary>
public sealed unsafe class IntegerProductTests
{
    private const int Rows = 5;
    private const int Inputs = 96;
    private const int Outputs = 48;
    private readonly Random _random = new(1);

    [Fact]
    public void Constant_columns_are_multiplied_exactly_whether_they_are_given_with_a_sign_or_without()
    {
        using var rows = Extremes();
        var columns = Columns();
        var expected = Product(rows, columns, zero: 0);
        using (var product = IntegerProduct.With(Inputs, Outputs, Write)) Assert.Equal(expected, Multiply(product, rows, null));
        using (var product = IntegerProduct.With(Inputs, Outputs, Write, unsigned: true))
            Assert.Equal(expected, Multiply(product, rows, null));

        void Write(Span<byte> matrix) => System.Runtime.InteropServices.MemoryMarshal.AsBytes<sbyte>(columns).CopyTo(matrix);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(128)]
    public void Given_columns_are_multiplied_exactly_whether_they_have_a_sign_or_not(byte zero)
    {
        using var rows = Extremes();
        var columns = Columns();
        var expected = Product(rows, columns, zero);
        using (var product = IntegerProduct.Of(zero)) Assert.Equal(expected, Multiply(product, rows, columns));
        using (var product = IntegerProduct.Of(zero, unsigned: true)) Assert.Equal(expected, Multiply(product, rows, columns));
    }

    private static int[] Multiply(IntegerProduct product, Matrix<byte> rows, sbyte[]? columns)
    {
        using var sums = new Matrix<int>(Rows, Outputs);
        using var left = rows.Tensor(0, Rows);
        using var result = sums.Tensor(0, Rows);
        if (columns is null)
        {
            product.Multiply(left, result);
            return sums.Span(0, Rows).ToArray();
        }
        using var right = new Matrix<sbyte>(Inputs, Outputs);
        columns.CopyTo(right.Span(0, Inputs));
        if (product.HasUnsignedColumns) IntegerProduct.FlipSigns(MemoryMarshal.AsBytes(right.Span(0, Inputs)));
        using var tensor = product.HasUnsignedColumns
            ? Matrix<byte>.Tensor((byte*)right.Start, Inputs, Outputs)
            : right.Tensor(0, Inputs);
        product.Multiply(left, tensor, result);
        return sums.Span(0, Rows).ToArray();
    }

    private static int[] Product(Matrix<byte> rows, sbyte[] columns, byte zero) =>
    [
        .. Enumerable.Range(0, Rows * Outputs).Select(at => Enumerable.Range(0, Inputs)
            .Sum(i => (rows.Row(at / Outputs)[i] - zero) * columns[(i * Outputs) + (at % Outputs)])),
    ];

    private Matrix<byte> Extremes()
    {
        var rows = new Matrix<byte>(Rows, Inputs);
        for (var i = 0; i < Rows * Inputs; i++) rows.Start[i] = (byte)(_random.Next(3) == 0 ? _random.Next(256) : 255);
        return rows;
    }

    private sbyte[] Columns() =>
    [
        .. Enumerable.Range(0, Inputs * Outputs)
            .Select(i => (sbyte)(i % Outputs < 8 ? 127 : i % Outputs < 16 ? -127 : _random.Next(-127, 128))),
    ];
}
