using Google.Protobuf;
using Hansard.Engine.Models;
using Hansard.Engine.Recognition.Whisper.Onnx;
using Onnx;

namespace Hansard.Engine.Tests.Recognition.Whisper;

/// <summary>
/// The default model's encoder with activations in floating point, and the weights of its file: what both forms of it aim at.
/// </summary>
internal static class FloatEncoder
{
    /// <summary>Opens it.</summary>
    public static OnnxAudioEncoder Open()
    {
        var path = Path.Combine(Fixtures.Models, "whisper-base", "onnx", "encoder_model_int8.onnx");
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        var quantised = model.Graph.Node.Where(n => n.OpType == "DynamicQuantizeLinear").ToDictionary(n => n.Output[0], n => n.Input[0]);
        List<NodeProto> nodes = [];
        foreach (var node in model.Graph.Node.Where(n => n.OpType != "DynamicQuantizeLinear"))
        {
            if (node.OpType != "MatMulIntegerToFloat")
            {
                nodes.Add(node);
                continue;
            }
            var (name, bias) = (node.Output[0], node.Input.ElementAtOrDefault(6));
            var weights = Node("DequantizeLinear", [node.Input[1], node.Input[3]], $"{name}_weights");
            weights.Attribute.Add(new AttributeProto { Name = "axis", I = 1, Type = AttributeProto.Types.AttributeType.Int });
            nodes.Add(weights);
            var product = string.IsNullOrEmpty(bias) ? name : $"{name}_product";
            nodes.Add(Node("MatMul", [quantised[node.Input[0]], $"{name}_weights"], product));
            if (!string.IsNullOrEmpty(bias)) nodes.Add(Node("Add", [product, bias], name));
        }
        model.Graph.Node.Clear();
        model.Graph.Node.AddRange(nodes);
        return new OnnxAudioEncoder(OnnxModel.Open(model.ToByteArray(), path));
    }

    private static NodeProto Node(string operation, string[] inputs, string output)
    {
        var node = new NodeProto { OpType = operation };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        return node;
    }
}
