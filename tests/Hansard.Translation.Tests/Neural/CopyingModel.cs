using Google.Protobuf;
using Onnx;
using static Onnx.TensorProto.Types;

namespace Hansard.Translation.Tests.Neural;

/// <summary>
/// Writes a translation model in the layout that Hugging Face Optimum exports, small enough to be made in a test: its translation is the
/// source. The decoder says at position P what the source has at P, and learns P from the length of the cache that is fed back; like the
/// real ones it gives empty keys and values over the source when the cache is used.
/// </summary>
internal static class CopyingModel
{
    /// <summary>Writes encoder_model.onnx and decoder_model_merged.onnx.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="vocabulary">How many ids there are.</param>
    public static void Write(string folder, int vocabulary)
    {
        Save(Encoder(), Path.Combine(folder, "encoder_model.onnx"));
        Save(Decoder(vocabulary), Path.Combine(folder, "decoder_model_merged_quantized.onnx"));
    }

    private static GraphProto Encoder()
    {
        var graph = new GraphProto { Name = "encoder" };
        graph.Input.Add([Value("input_ids", DataType.Int64, "B", "T"), Value("attention_mask", DataType.Int64, "B", "T")]);
        graph.Output.Add(Value("last_hidden_state", DataType.Float, "B", "T", 1));
        graph.Initializer.Add(Longs("last", 2));
        graph.Node.Add(
        [
            Node("Cast", ["input_ids"], "ids", Attribute("to", (long)DataType.Float)),
            Node("Unsqueeze", ["ids", "last"], "last_hidden_state"),
        ]);
        return graph;
    }

    private static GraphProto Decoder(int vocabulary)
    {
        var graph = new GraphProto { Name = "decoder" };
        graph.Input.Add(
        [
            Value("encoder_attention_mask", DataType.Int64, "B", "T"), Value("input_ids", DataType.Int64, "B", "S"),
            Value("encoder_hidden_states", DataType.Float, "B", "T", 1), Value("use_cache_branch", DataType.Bool, 1),
        ]);
        graph.Output.Add(Value("logits", DataType.Float, "B", "S", vocabulary));
        graph.Initializer.Add(
            [Longs("one", 1), Longs("outer", 1, 3), Floats("every", [.. Enumerable.Range(0, vocabulary).Select(i => (float)i)])]);
        graph.Initializer.Add(new TensorProto { Name = "two", DataType = (int)DataType.Int64, Int64Data = { 2 } });
        graph.Node.Add(
        [
            Node("Unsqueeze", ["encoder_hidden_states", "one"], "cross_new"),
            Node("Cast", ["input_ids"], "token", Attribute("to", (long)DataType.Float)),
            Node("Unsqueeze", ["token", "outer"], "state"),
            If("cross", Branch("past_key_values.0.encoder.key"), Branch("cross_new")),
            Node("Shape", ["past_key_values.0.decoder.key"], "shape"),
            Node("Gather", ["shape", "two"], "position"),
            Node("Gather", ["cross", "position"], "wanted", Attribute("axis", 2)),
            Node("Sub", ["wanted", "every"], "difference"),
            Node("Abs", ["difference"], "distance"),
            Node("Neg", ["distance"], "logits"),
        ]);
        foreach (var kind in new[] { "key", "value" })
        {
            graph.Input.Add([
                Value($"past_key_values.0.decoder.{kind}", DataType.Float, "B", 1, "P", 1),
                Value($"past_key_values.0.encoder.{kind}", DataType.Float, "B", 1, "T", 1)
            ]);
            graph.Output.Add([
                Value($"present.0.decoder.{kind}", DataType.Float, "B", 1, "Q", 1),
                Value($"present.0.encoder.{kind}", DataType.Float, "C", 1, "U", 1)
            ]);
            graph.Node.Add(
            [
                Node("Concat", [$"past_key_values.0.decoder.{kind}", "state"], $"present.0.decoder.{kind}", Attribute("axis", 2)),
                If($"present.0.encoder.{kind}", Empty(), Branch("cross_new")),
            ]);
        }

        return graph;
    }

    private static GraphProto Branch(string value)
    {
        var graph = new GraphProto { Name = $"give {value}" };
        graph.Output.Add(new ValueInfoProto { Name = "given" });
        graph.Node.Add(Node("Identity", [value], "given"));
        return graph;
    }

    private static GraphProto Empty()
    {
        var graph = new GraphProto { Name = "give nothing" };
        graph.Output.Add(new ValueInfoProto { Name = "given" });
        var nothing = new TensorProto { DataType = (int)DataType.Float, Dims = { 0, 1, 1, 1 } };
        graph.Node.Add(Node(
            "Constant", [], "given", new AttributeProto { Name = "value", Type = AttributeProto.Types.AttributeType.Tensor, T = nothing }));
        return graph;
    }

    private static NodeProto If(string output, GraphProto then, GraphProto otherwise) => Node(
        "If",
        ["use_cache_branch"],
        output,
        new AttributeProto { Name = "then_branch", Type = AttributeProto.Types.AttributeType.Graph, G = then },
        new AttributeProto { Name = "else_branch", Type = AttributeProto.Types.AttributeType.Graph, G = otherwise });

    private static NodeProto Node(string type, string[] inputs, string output, params AttributeProto[] attributes)
        => new() { OpType = type, Name = output, Input = { inputs }, Output = { output }, Attribute = { attributes } };

    private static AttributeProto Attribute(string name, long value)
        => new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    private static TensorProto Longs(string name, params long[] values)
        => new() { Name = name, DataType = (int)DataType.Int64, Dims = { values.Length }, Int64Data = { values } };

    private static TensorProto Floats(string name, float[] values)
        => new() { Name = name, DataType = (int)DataType.Float, Dims = { values.Length }, FloatData = { values } };

    private static ValueInfoProto Value(string name, DataType type, params object[] dimensions)
    {
        var shape = new TensorShapeProto();
        foreach (var dimension in dimensions)
            shape.Dim.Add(dimension is int size
                ? new TensorShapeProto.Types.Dimension { DimValue = size }
                : new TensorShapeProto.Types.Dimension { DimParam = (string)dimension });
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape } },
        };
    }

    private static void Save(GraphProto graph, string path)
    {
        var model = new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 13 } } };
        using var file = File.Create(path);
        model.WriteTo(file);
    }
}
