using Google.Protobuf;
using Hansard.Engine.Recognition.Whisper;
using Onnx;

namespace Hansard.Engine.Tests.Recognition.Whisper;

/// <summary>
/// The default model with activations in floating point, and the weights of its files: the aim of both other forms of it.
/// </summary>
public sealed class FloatModel : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-float-");

    /// <summary>Writes its networks, and opens them.</summary>
    public FloatModel()
    {
        var source = Path.Combine(Fixtures.Models, "whisper-base");
        foreach (var file in Directory.GetFiles(source, "*.json")) File.Copy(file, Path.Combine(_folder.FullName, Path.GetFileName(file)));
        var networks = _folder.CreateSubdirectory("onnx").FullName;
        foreach (var name in new[] { "encoder_model", "decoder_model_merged" })
        {
            var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(source, "onnx", $"{name}_int8.onnx")));
            Rewrite(model.Graph, []);
            File.WriteAllBytes(Path.Combine(networks, $"{name}.onnx"), model.ToByteArray());
        }
        Whisper = WhisperModel.Open(_folder.FullName, 4, rewrite: false);
    }

    internal WhisperModel Whisper { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        Whisper.Dispose();
        _folder.Delete(recursive: true);
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
