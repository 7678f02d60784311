using Google.Protobuf;
using Hansard.Engine.Models;
using Microsoft.ML.OnnxRuntime;
using Onnx;

namespace Hansard.Engine.Recognition.Whisper.Int8;

/// <summary>
/// A product of matrices of 8-bit integers, computed by ONNX Runtime with the processor's dot products, which .NET does not have on all
/// processors: rows in uint8 times columns in int8 give sums in int32. Thread-safe.
/// </summary>
internal sealed class IntegerProduct : IDisposable
{
    private const string Left = "a";
    private const string Right = "b";
    private const string Zero = "zero";
    private const string Sums = "sums";
    private const string Origin = "a product of integers";

    private static readonly string[] Result = [Sums];
    private readonly InferenceSession _session;
    private readonly string[] _inputs;
    private readonly RunOptions _run = new();

    private IntegerProduct(InferenceSession session, params string[] inputs) => (_session, _inputs) = (session, inputs);

    /// <summary>A product with constant columns, which are laid out once for the processor.</summary>
    /// <param name="inputs">Elements of a row.</param>
    /// <param name="outputs">Columns.</param>
    /// <param name="write">Writes the columns, int8 [inputs, outputs]; called once.</param>
    public static IntegerProduct With(int inputs, int outputs, Action<Span<byte>> write)
    {
        var tensor = new TensorProto { Name = Right, DataType = (int)TensorProto.Types.DataType.Int8 };
        tensor.Dims.AddRange([inputs, outputs]);
        return new IntegerProduct(
            OnnxModel.Open(ProductModel.With(Model(Graph(zero: 0)), tensor, inputs * outputs, write), Origin), Left);
    }

    /// <summary>A product of two matrices that are both given.</summary>
    /// <param name="zero">The value of an element of a row that stands for zero.</param>
    public static IntegerProduct Of(byte zero)
    {
        var graph = Graph(zero);
        graph.Input.Add(Value(Right, TensorProto.Types.DataType.Int8));
        return new IntegerProduct(OnnxModel.Open(Model(graph).ToByteArray(), Origin), Left, Right);
    }

    /// <summary>Multiplies with the constant columns.</summary>
    /// <param name="rows">uint8 [rows, inputs].</param>
    /// <param name="sums">int32 [rows, outputs], written.</param>
    public void Multiply(OrtValue rows, OrtValue sums) => _session.Run(_run, _inputs, [rows], Result, [sums]);

    /// <summary>Multiplies two matrices.</summary>
    /// <param name="rows">uint8 [rows, inputs].</param>
    /// <param name="columns">int8 [inputs, columns].</param>
    /// <param name="sums">int32 [rows, columns], written.</param>
    public void Multiply(OrtValue rows, OrtValue columns, OrtValue sums) => _session.Run(_run, _inputs, [rows, columns], Result, [sums]);

    /// <inheritdoc />
    public void Dispose()
    {
        _session.Dispose();
        _run.Dispose();
    }

    private static GraphProto Graph(byte zero)
    {
        var graph = new GraphProto { Name = "product" };
        graph.Input.Add(Value(Left, TensorProto.Types.DataType.Uint8));
        graph.Output.Add(Value(Sums, TensorProto.Types.DataType.Int32));
        graph.Initializer.Add(
            new TensorProto { Name = Zero, DataType = (int)TensorProto.Types.DataType.Uint8, RawData = ByteString.CopyFrom(zero) });
        var node = new NodeProto { OpType = "MatMulInteger" };
        node.Input.AddRange([Left, Right, Zero]);
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
