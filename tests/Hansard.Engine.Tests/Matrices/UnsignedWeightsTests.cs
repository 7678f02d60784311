using Google.Protobuf;
using Hansard.Engine.Matrices;
using Hansard.Engine.Models;
using Onnx;

namespace Hansard.Engine.Tests.Matrices;

public sealed class UnsignedWeightsTests
{
    private const int Size = 4;

    // Small enough for 16 bits, so that it is the same on every processor.
    private static readonly sbyte[] Weights = [.. Enumerable.Range(0, Size * Size).Select(i => (sbyte)((i * 7 % 41) - 20))];
    private static readonly byte[] Rows = [.. Enumerable.Range(0, 2 * Size).Select(i => (byte)(i * 13 % 50))];

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Products_are_the_same_with_weights_in_uint8_also_in_branches_and_without_a_zero(bool branch, bool hasZero)
    {
        var model = Model(hasZero);
        var before = Run(model, branch);

        UnsignedWeights.Rewrite(model);

        Assert.Equal(before, Run(model, branch));
        // The weights once, and their zero; those in int8 are gone.
        Assert.Equal(2, model.Graph.Initializer.Count);
        Assert.All(model.Graph.Initializer, tensor => Assert.Equal((int)TensorProto.Types.DataType.Uint8, tensor.DataType));
    }

    [Fact]
    public void A_file_that_is_no_network_says_so()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "no network");
        Assert.Throws<InvalidDataException>(() => UnsignedWeights.Open(path).Dispose());
        File.Delete(path);
    }

    private static int[] Run(ModelProto model, bool branch)
    {
        using var session = OnnxModel.Open(model.ToByteArray(), "a test");
        using var rows = OnnxModel.Tensor<byte>(Rows, 2, Size);
        using var condition = OnnxModel.Tensor<bool>([branch], 1);
        using var sums = OnnxModel.Allocate<int>(2, Size);
        using var options = new Microsoft.ML.OnnxRuntime.RunOptions();
        session.Run(options, ["rows", "condition"], [rows, condition], ["sums"], [sums]);
        return sums.GetTensorDataAsSpan<int>().ToArray();
    }

    // Both branches of a condition multiply with the same weights, which lie outside of them.
    private static ModelProto Model(bool hasZero)
    {
        var graph = new GraphProto { Name = "test" };
        graph.Input.AddRange(
            [Value("rows", TensorProto.Types.DataType.Uint8, 2, Size), Value("condition", TensorProto.Types.DataType.Bool, 1)]);
        graph.Output.Add(Value("sums", TensorProto.Types.DataType.Int32, 2, Size));
        var weights = new TensorProto
        {
            Name = "weights",
            DataType = (int)TensorProto.Types.DataType.Int8,
            RawData = ByteString.CopyFrom([.. Weights.Select(weight => (byte)weight)]),
        };
        weights.Dims.AddRange([Size, Size]);
        graph.Initializer.Add(weights);
        if (hasZero)
            graph.Initializer.Add(
                new TensorProto { Name = "zero", DataType = (int)TensorProto.Types.DataType.Int8, RawData = ByteString.CopyFrom(3) });
        var node = new NodeProto { OpType = "If" };
        node.Input.Add("condition");
        node.Output.Add("sums");
        node.Attribute.AddRange([Branch("then_branch", hasZero), Branch("else_branch", hasZero)]);
        graph.Node.Add(node);
        var model = new ModelProto { IrVersion = 8, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
        return model;
    }

    private static AttributeProto Branch(string name, bool hasZero)
    {
        var graph = new GraphProto { Name = name };
        graph.Output.Add(Value($"{name}_sums", TensorProto.Types.DataType.Int32, 2, Size));
        var node = new NodeProto { OpType = "MatMulInteger" };
        node.Input.AddRange(hasZero ? ["rows", "weights", "", "zero"] : ["rows", "weights"]);
        node.Output.Add($"{name}_sums");
        graph.Node.Add(node);
        return new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Graph, G = graph };
    }

    private static ValueInfoProto Value(string name, TensorProto.Types.DataType type, params int[] sizes)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(sizes.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape } },
        };
    }
}
