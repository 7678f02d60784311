using Google.Protobuf;
using Onnx;

namespace Hansard.Engine.Tests.Recognition.Whisper;

/// <summary>The networks of a model with activations in floating point, and the weights of its int8 files.</summary>
internal static class FloatNetworks
{
    /// <summary>Writes them.</summary>
    /// <param name="networks">A folder with encoder_model_int8.onnx and decoder_model_merged_int8.onnx.</param>
    /// <param name="documents">A folder with the model's documents.</param>
    /// <param name="folder">An empty folder, which becomes the model's.</param>
    public static void Write(string networks, string documents, DirectoryInfo folder)
    {
        foreach (var file in Directory.GetFiles(documents, "*.json"))
            File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
        var written = folder.CreateSubdirectory("onnx").FullName;
        foreach (var name in new[] { "encoder_model", "decoder_model_merged" })
        {
            var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(networks, $"{name}_int8.onnx")));
            Rewrite(model.Graph, []);
            File.WriteAllBytes(Path.Combine(written, $"{name}.onnx"), model.ToByteArray());
        }
    }

    private static void Rewrite(GraphProto graph, Dictionary<string, string> quantised)
    {
        quantised = new(quantised);
        foreach (var node in graph.Node.Where(n => n.OpType == "DynamicQuantizeLinear")) quantised[node.Output[0]] = node.Input[0];
        List<NodeProto> nodes = [];
        foreach (var node in graph.Node.Where(n => n.OpType != "DynamicQuantizeLinear"))
        {
            foreach (var branch in node.Attribute.Where(a => a.G is not null)) Rewrite(branch.G, quantised);
            if (node.OpType != "MatMulIntegerToFloat")
            {
                nodes.Add(node);
                continue;
            }
            var (name, bias) = (node.Output[0], node.Input.ElementAtOrDefault(6));
            // As DequantizeLinear, ONNX Runtime would make integers of the product again.
            var cast = Node("Cast", [node.Input[1]], $"{name}_integers");
            cast.Attribute.Add(new AttributeProto
            {
                Name = "to",
                I = (long)TensorProto.Types.DataType.Float,
                Type = AttributeProto.Types.AttributeType.Int,
            });
            nodes.Add(cast);
            nodes.Add(Node("Mul", [$"{name}_integers", node.Input[3]], $"{name}_weights"));
            var product = string.IsNullOrEmpty(bias) ? name : $"{name}_product";
            nodes.Add(Node("MatMul", [quantised[node.Input[0]], $"{name}_weights"], product));
            if (!string.IsNullOrEmpty(bias)) nodes.Add(Node("Add", [product, bias], name));
        }
        graph.Node.Clear();
        graph.Node.AddRange(nodes);
    }

    private static NodeProto Node(string operation, string[] inputs, string output)
    {
        var node = new NodeProto { OpType = operation };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        return node;
    }
}
