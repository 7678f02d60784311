using System.Numerics.Tensors;
using Google.Protobuf;
using Hansard.Engine.Models;
using Microsoft.ML.OnnxRuntime;
using Onnx;

namespace Hansard.Engine.Matrices;

/// <summary>
/// A product of matrices of 8-bit integers, computed by ONNX Runtime with the processor's dot products, which .NET does not have on all
/// processors: rows in uint8 times columns in int8 give sums in int32. Thread-safe.
/// </summary>
/// <remarks>
/// Without those instructions (x64 without VNNI) ONNX Runtime adds two products of uint8 with int8 in 16 bits, and what is more is cut off.
/// There the columns are given in uint8, 128 for zero, whose products it adds in 32 bits: slower, and exact.
/// </remarks>
internal sealed class IntegerProduct : IDisposable
{
    private const string Left = "a";
    private const string Right = "b";
    private const string Zero = "zero";
    private const string ColumnZero = "column_zero";
    private const string Sums = "sums";
    private const string Origin = "a product of integers";

    private static readonly string[] Result = [Sums];
    private static readonly Lazy<bool> IsCutOff = new(CutsOff);
    private readonly InferenceSession _session;
    private readonly string[] _inputs;
    private readonly RunOptions _run = new();

    private IntegerProduct(InferenceSession session, bool hasUnsignedColumns, params string[] inputs)
        => (_session, HasUnsignedColumns, _inputs) = (session, hasUnsignedColumns, inputs);

    /// <summary>Indicates whether columns that are given are read as uint8, 128 for zero.</summary>
    public bool HasUnsignedColumns { get; }

    /// <summary>Indicates whether products on this processor read columns that are given as uint8, 128 for zero.</summary>
    public static bool ReadsUnsigned => IsCutOff.Value;

    /// <summary>A product with constant columns, which are laid out once for the processor.</summary>
    /// <param name="inputs">Elements of a row.</param>
    /// <param name="outputs">Columns.</param>
    /// <param name="write">Writes the columns, int8 [inputs, outputs]; called once.</param>
    public static IntegerProduct With(int inputs, int outputs, Action<Span<byte>> write) => With(inputs, outputs, write, IsCutOff.Value);

    /// <summary>A product with constant columns, which ONNX Runtime is given in one way or the other.</summary>
    internal static IntegerProduct With(int inputs, int outputs, Action<Span<byte>> write, bool unsigned)
    {
        var tensor = new TensorProto { Name = Right, DataType = (int)Columns(unsigned) };
        tensor.Dims.AddRange([inputs, outputs]);
        var model = ProductModel.With(Model(Graph(zero: 0, unsigned)), tensor, inputs * outputs, columns =>
        {
            write(columns);
            if (unsigned) FlipSigns(columns);
        });
        return new IntegerProduct(OnnxModel.Open(model, Origin), unsigned, Left);
    }

    /// <summary>A product of two matrices that are both given.</summary>
    /// <param name="zero">The value of an element of a row that stands for zero.</param>
    public static IntegerProduct Of(byte zero) => Of(zero, IsCutOff.Value);

    /// <summary>A product of two matrices, of which ONNX Runtime is given the second in one way or the other.</summary>
    internal static IntegerProduct Of(byte zero, bool unsigned)
    {
        var graph = Graph(zero, unsigned);
        graph.Input.Add(Value(Right, Columns(unsigned)));
        return new IntegerProduct(OnnxModel.Open(Model(graph).ToByteArray(), Origin), unsigned, Left, Right);
    }

    /// <summary>Turns columns in int8 into columns in uint8, 128 for zero, or back.</summary>
    public static void FlipSigns(Span<byte> columns) => TensorPrimitives.Xor(columns, (byte)0x80, columns);

    /// <summary>Multiplies with the constant columns.</summary>
    /// <param name="rows">uint8 [rows, inputs].</param>
    /// <param name="sums">int32 [rows, outputs], written.</param>
    public void Multiply(OrtValue rows, OrtValue sums) => _session.Run(_run, _inputs, [rows], Result, [sums]);

    /// <summary>Multiplies two matrices.</summary>
    /// <param name="rows">uint8 [rows, inputs].</param>
    /// <param name="columns">int8 or uint8 [inputs, columns]: <see cref="HasUnsignedColumns"/>.</param>
    /// <param name="sums">int32 [rows, columns], written.</param>
    public void Multiply(OrtValue rows, OrtValue columns, OrtValue sums) => _session.Run(_run, _inputs, [rows, columns], Result, [sums]);

    /// <inheritdoc />
    public void Dispose()
    {
        _session.Dispose();
        _run.Dispose();
    }

    /// <summary>Multiplies what does not fit into 16 bits.</summary>
    private static bool CutsOff()
    {
        using var product = Of(zero: 0, unsigned: false);
        using var rows = OnnxModel.Tensor<byte>([255, 255, 255, 255], 1, 4);
        using var columns = OnnxModel.Tensor<sbyte>([127, 127, 127, 127], 4, 1);
        using var sums = OnnxModel.Allocate<int>(1, 1);
        product.Multiply(rows, columns, sums);
        return sums.GetTensorDataAsSpan<int>()[0] != 4 * 255 * 127;
    }

    private static TensorProto.Types.DataType Columns(bool unsigned)
        => unsigned ? TensorProto.Types.DataType.Uint8 : TensorProto.Types.DataType.Int8;

    private static GraphProto Graph(byte zero, bool unsigned)
    {
        var graph = new GraphProto { Name = "product" };
        graph.Input.Add(Value(Left, TensorProto.Types.DataType.Uint8));
        graph.Output.Add(Value(Sums, TensorProto.Types.DataType.Int32));
        graph.Initializer.Add(
            new TensorProto { Name = Zero, DataType = (int)TensorProto.Types.DataType.Uint8, RawData = ByteString.CopyFrom(zero) });
        var node = new NodeProto { OpType = "MatMulInteger" };
        node.Input.AddRange([Left, Right, Zero]);
        if (unsigned)
        {
            node.Input.Add(ColumnZero);
            graph.Initializer.Add(new TensorProto
            {
                Name = ColumnZero,
                DataType = (int)TensorProto.Types.DataType.Uint8,
                RawData = ByteString.CopyFrom(128),
            });
        }
        node.Output.Add(Sums);
        graph.Node.Add(node);
        return graph;
    }

    private static ValueInfoProto Value(string name, TensorProto.Types.DataType type)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = $"{name}_rows" });
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = $"{name}_columns" });
        var tensor = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape } };
        return new ValueInfoProto { Name = name, Type = tensor };
    }

    private static ModelProto Model(GraphProto graph)
    {
        var model = new ModelProto { IrVersion = 8, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
        return model;
    }
}
