using System.Runtime.InteropServices;
using Google.Protobuf;
using Onnx;

namespace Hansard.Engine.Speakers.Segmentation;

/// <summary>
/// Has the LSTM layers of a network multiply in 8-bit integers, which ONNX Runtime's DynamicQuantizeLSTM does: two thirds of the time of a
/// segmentation are theirs.
/// </summary>
/// <remarks>
/// Weights have a scale for each output, so that of 9,424 outputs of speech 9,413 are the same class (docs/benchmarks.md, Speakers at their
/// price). What comes in has one scale for all of a run: a window by itself is the same wherever it is run.
/// </remarks>
internal static class IntegerMemory
{
    private const string Domain = "com.microsoft";

    /// <summary>Inputs of the operator that hold weights, and what is given of them behind the inputs of ONNX's LSTM.</summary>
    private static readonly int[] Weights = [1, 2];

    private const int LstmInputs = 8;

    /// <summary>Reads a network, and changes it where its weights are constants.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    /// <exception cref="InvalidDataException">It is not a network.</exception>
    public static byte[] Read(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"The model file '{path}' is missing.", path);
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException($"'{path}' cannot be loaded as an ONNX network: {e.Message}", e);
        }
        if (model.Graph is null) return model.ToByteArray();
        foreach (var layer in model.Graph.Node.Where(node => node.OpType == "LSTM").ToList()) Change(model.Graph, layer);
        if (model.OpsetImport.All(set => set.Domain != Domain))
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = Domain, Version = 1 });
        return model.ToByteArray();
    }

    private static void Change(GraphProto graph, NodeProto layer)
    {
        TensorProto?[] weights = [.. Weights.Select(input => Constant(graph, layer.Input[input]))];
        if (weights.Any(w => w is not { Dims.Count: 3 })) return;
        (layer.OpType, layer.Domain) = ("DynamicQuantizeLSTM", Domain);
        while (layer.Input.Count < LstmInputs) layer.Input.Add("");
        foreach (var (input, tensor) in Weights.Zip(weights)) Quantise(graph, layer, input, tensor!);
    }

    /// <summary>A constant, which may be stored in half precision with a cast behind it.</summary>
    private static TensorProto? Constant(GraphProto graph, string name)
    {
        var cast = graph.Node.FirstOrDefault(node => node.OpType == "Cast" && node.Output[0] == name);
        return graph.Initializer.FirstOrDefault(tensor => tensor.Name == (cast?.Input[0] ?? name));
    }

    private static void Quantise(GraphProto graph, NodeProto layer, int input, TensorProto tensor)
    {
        var (directions, outputs, inputs) = ((int)tensor.Dims[0], (int)tensor.Dims[1], (int)tensor.Dims[2]);
        var values = Floats(tensor);
        var (integers, scales) = (new byte[values.Length], new float[directions * outputs]);
        for (var row = 0; row < scales.Length; row++)
        {
            var weights = values.AsSpan(row * inputs, inputs);
            foreach (var weight in weights) scales[row] = Math.Max(scales[row], Math.Abs(weight) / sbyte.MaxValue);
            // The operator takes them turned: [directions, inputs, outputs].
            var (direction, output) = (row / outputs, row % outputs);
            for (var i = 0; i < inputs && scales[row] > 0; i++)
                integers[(((direction * inputs) + i) * outputs) + output] = (byte)(sbyte)Math.Round(weights[i] / scales[row]);
        }
        var name = $"{layer.Output[0]}.{input}";
        layer.Input[input] = Add(graph, $"{name}.q", TensorProto.Types.DataType.Int8, integers, directions, inputs, outputs);
        layer.Input.Add(Add(
            graph, $"{name}.s", TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes<float>(scales), directions, outputs));
        layer.Input.Add(Add(graph, $"{name}.z", TensorProto.Types.DataType.Int8, new byte[scales.Length], directions, outputs));
    }

    private static string Add(
        GraphProto graph, string name, TensorProto.Types.DataType type, ReadOnlySpan<byte> data, params ReadOnlySpan<long> shape)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(data) };
        foreach (var dimension in shape) tensor.Dims.Add(dimension);
        graph.Initializer.Add(tensor);
        return name;
    }

    private static float[] Floats(TensorProto tensor) => tensor.DataType switch
    {
        (int)TensorProto.Types.DataType.Float16 =>
            Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(tensor.RawData.Span).ToArray(), half => (float)half),
        _ when tensor.RawData.IsEmpty => [.. tensor.FloatData],
        _ => MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray(),
    };
}
