using System.Runtime.InteropServices;
using Google.Protobuf;
using Onnx;

namespace Hansard.Engine.Recognition.Whisper.Onnx;

/// <summary>Rewrites a network so that ONNX Runtime computes the same in less time.</summary>
/// <remarks>
/// <c>SkipLayerNormalization</c> runs at a fifth of the speed of <c>Sum</c> and <c>LayerNormalization</c> (<c>Add</c> would be fused with
/// it again). A layer that was left in floating point because its input has outliers takes two products in int8 instead of one in float: of
/// the input quantised to 8 bits, and of what that leaves over, quantised again, which together keep 16 bits of the input.
/// </remarks>
internal static class GraphRewriter
{
    private const string Microsoft = "com.microsoft";

    /// <summary>Products of fewer inputs are left alone: they take no time.</summary>
    private const int LeastInputs = 1024;

    /// <summary>Rewrites a model.</summary>
    /// <param name="model">A serialised ONNX model without weights in other files.</param>
    /// <returns>The rewritten model; the same bytes if there is nothing to rewrite.</returns>
    public static byte[] Rewrite(byte[] model)
    {
        // Most exports leave the fusing to ONNX Runtime, and need not be parsed.
        if (model.AsSpan().IndexOf("SkipLayerNormalization"u8) < 0) return model;
        var parsed = ModelProto.Parser.ParseFrom(model);
        var graph = parsed.Graph;
        List<NodeProto> nodes = [];
        foreach (var node in graph.Node)
        {
            if (node.OpType == "SkipLayerNormalization" && IsPlain(node)) nodes.AddRange(SumAndNormalise(node));
            else if (node.OpType == "MatMul" && HalfWeights(graph, node) is { } weights) nodes.AddRange(InTwoTerms(graph, node, weights));
            else nodes.Add(node);
        }
        if (nodes.Count == graph.Node.Count) return model;
        graph.Node.Clear();
        graph.Node.AddRange(nodes);
        return parsed.ToByteArray();
    }

    /// <summary>Determines whether a normalisation has no bias of its own and nobody asks for its mean and variance.</summary>
    private static bool IsPlain(NodeProto node)
        => node.Input.Count == 4 && node.Output.Skip(1).Take(2).All(string.IsNullOrEmpty);

    private static NodeProto[] SumAndNormalise(NodeProto node)
    {
        var sum = node.Output.ElementAtOrDefault(3) is { Length: > 0 } named ? named : $"{node.Output[0]}_sum";
        var normalise = Node("LayerNormalization", [sum, node.Input[2], node.Input[3]], [node.Output[0]]);
        normalise.Attribute.Add(new AttributeProto { Name = "axis", Type = AttributeProto.Types.AttributeType.Int, I = -1 });
        normalise.Attribute.AddRange(node.Attribute.Where(a => a.Name == "epsilon"));
        return [Node("Sum", [node.Input[0], node.Input[1]], [sum]), normalise];
    }

    /// <summary>
    /// The half-precision weights [inputs, outputs] of a product, or null if its weights are not a constant cast from them.
    /// </summary>
    private static TensorProto? HalfWeights(GraphProto graph, NodeProto product)
    {
        var cast = graph.Node.FirstOrDefault(n => n.OpType == "Cast" && n.Output[0] == product.Input[1]);
        var weights = cast is null ? null : graph.Initializer.FirstOrDefault(t => t.Name == cast.Input[0]);
        return weights is { Dims: [>= LeastInputs, _], DataType: (int)TensorProto.Types.DataType.Float16 }
            && !weights.RawData.IsEmpty ? weights : null;
    }

    private static NodeProto[] InTwoTerms(GraphProto graph, NodeProto product, TensorProto weights)
    {
        var (input, name) = (product.Input[0], product.Output[0]);
        var (quantised, scales) = Quantise(weights, name);
        graph.Initializer.Add(quantised);
        graph.Initializer.Add(scales);
        NodeProto Term(string from, string to) => Node(
            "MatMulIntegerToFloat", [$"{from}_q", quantised.Name, $"{from}_s", scales.Name, $"{from}_z"], [to], Microsoft);
        NodeProto Quantised(string value, string to) => Node("DynamicQuantizeLinear", [value], [$"{to}_q", $"{to}_s", $"{to}_z"]);
        return
        [
            Quantised(input, $"{name}_first"),
            Node("DequantizeLinear", [$"{name}_first_q", $"{name}_first_s", $"{name}_first_z"], [$"{name}_near"]),
            Node("Sub", [input, $"{name}_near"], [$"{name}_rest"]),
            Quantised($"{name}_rest", $"{name}_second"),
            Term($"{name}_first", $"{name}_1"),
            Term($"{name}_second", $"{name}_2"),
            Node("Sum", [$"{name}_1", $"{name}_2"], [name]),
        ];
    }

    /// <summary>Weights in int8 with a scale for every output.</summary>
    private static QuantisedWeights Quantise(TensorProto weights, string name)
    {
        var (rows, columns) = ((int)weights.Dims[0], (int)weights.Dims[1]);
        var values = MemoryMarshal.Cast<byte, Half>(weights.RawData.Span);
        var scales = new float[columns];
        for (var i = 0; i < values.Length; i++)
            scales[i % columns] = Math.Max(scales[i % columns], Math.Abs((float)values[i]) / sbyte.MaxValue);
        var quantised = new sbyte[values.Length];
        for (var i = 0; i < values.Length; i++)
            quantised[i] = scales[i % columns] == 0 ? (sbyte)0 : (sbyte)Math.Round((float)values[i] / scales[i % columns]);
        return new QuantisedWeights(
            Tensor($"{name}_weights", TensorProto.Types.DataType.Int8, MemoryMarshal.AsBytes<sbyte>(quantised), rows, columns),
            Tensor($"{name}_scales", TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes<float>(scales), columns));
    }

    private static TensorProto Tensor(string name, TensorProto.Types.DataType type, ReadOnlySpan<byte> data, params long[] shape)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(data) };
        tensor.Dims.AddRange(shape);
        return tensor;
    }

    private static NodeProto Node(string operation, string[] inputs, string[] outputs, string domain = "")
    {
        var node = new NodeProto { OpType = operation, Name = outputs[0], Domain = domain };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        return node;
    }

    /// <summary>Weights in int8.</summary>
    /// <param name="Values">[inputs, outputs].</param>
    /// <param name="Scales">[outputs].</param>
    private sealed record QuantisedWeights(TensorProto Values, TensorProto Scales);
}
