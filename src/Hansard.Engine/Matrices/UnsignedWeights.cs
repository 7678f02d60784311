using Google.Protobuf;
using Hansard.Engine.Models;
using Microsoft.ML.OnnxRuntime;
using Onnx;

namespace Hansard.Engine.Matrices;

/// <summary>Networks whose weights in int8 are given to ONNX Runtime in uint8, where the processor would cut their products off.</summary>
/// <remarks>
/// See <see cref="IntegerProduct"/>. ONNX Runtime does that itself (<c>session.x64quantprecision</c>), but not in a branch whose weights
/// lie outside of it, as in decoders, nor for weights whose zero is left out.
/// </remarks>
internal static class UnsignedWeights
{
    private const string Zero = "hansard.unsigned_zero";
    private const int LargestOutside = 256 << 20;
    private const string Suffix = ".hansard_unsigned";

    // Inputs of operations: the weights, and their zero.
    private static readonly Dictionary<string, (int Weights, int Zero)> Places = new(StringComparer.Ordinal)
    {
        ["MatMulInteger"] = (1, 3),
        ["DynamicQuantizeMatMul"] = (1, 3),
        ["MatMulIntegerToFloat"] = (1, 5),
    };

    /// <summary>Opens a network as <see cref="OnnxModel.Open(string)"/> does, so that its products are exact.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <exception cref="FileNotFoundException">The file is not there.</exception>
    /// <exception cref="InvalidDataException">It is not a network that ONNX Runtime can run.</exception>
    public static InferenceSession Open(string path)
    {
        if (!IntegerProduct.ReadsUnsigned || !OnnxModel.CanRewrite(path)) return OnnxModel.Open(path);
        ModelProto model;
        try
        {
            using var file = File.OpenRead(path);
            model = ModelProto.Parser.ParseFrom(file);
        }
        catch (InvalidProtocolBufferException)
        {
            // ONNX Runtime says what is wrong with it.
            return OnnxModel.Open(path);
        }
        if (!ReadOutside(model.Graph, Path.GetDirectoryName(Path.GetFullPath(path))!)) return OnnxModel.Open(path);
        Rewrite(model);
        return OnnxModel.Open(model.ToByteArray(), path);
    }

    // Weights in other files are found from a path only, and a network in memory has none.
    private static bool ReadOutside(GraphProto? graph, string folder)
    {
        foreach (var tensor in graph?.Initializer.Where(t => t.DataLocation is TensorProto.Types.DataLocation.External) ?? [])
        {
            var place = tensor.ExternalData.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
            if (!place.TryGetValue("location", out var name) || Path.GetFileName(name) != name) return false;
            if (!int.TryParse(place.GetValueOrDefault("length"), out var length) || length is < 0 or > LargestOutside) return false;
            if (!long.TryParse(place.GetValueOrDefault("offset", "0"), out var offset) || offset < 0) return false;
            var file = Path.Combine(folder, name);
            if (!File.Exists(file)) return false;
            var values = new byte[length];
            using var handle = File.OpenHandle(file);
            if (RandomAccess.Read(handle, values, offset) < length) return false;
            tensor.RawData = UnsafeByteOperations.UnsafeWrap(values);
            tensor.ExternalData.Clear();
            tensor.DataLocation = TensorProto.Types.DataLocation.Default;
        }
        return graph is null || graph.Node.SelectMany(Branches).All(branch => ReadOutside(branch, folder));
    }

    /// <summary>Gives all products of constant weights in int8 the same weights in uint8, 128 for 0.</summary>
    public static void Rewrite(ModelProto model)
    {
        if (model.Graph is null) return;
        model.Graph.Initializer.Add(
            new TensorProto { Name = Zero, DataType = (int)TensorProto.Types.DataType.Uint8, RawData = ByteString.CopyFrom(128) });
        Rewrite(model.Graph, new Dictionary<string, Constant>(StringComparer.Ordinal));
        var used = new HashSet<string>(StringComparer.Ordinal);
        AddUsed(model.Graph, used);
        Forget(model.Graph, used);
    }

    private static void Rewrite(GraphProto graph, Dictionary<string, Constant> outer)
    {
        var constants = new Dictionary<string, Constant>(outer, StringComparer.Ordinal);
        foreach (var tensor in graph.Initializer) constants[tensor.Name] = new Constant(tensor, graph);
        foreach (var node in graph.Node)
        {
            foreach (var branch in Branches(node)) Rewrite(branch, constants);
            if (Places.TryGetValue(node.OpType, out var places)) Rewrite(node, places.Weights, places.Zero, constants);
        }
    }

    private static void Rewrite(NodeProto node, int weights, int zero, Dictionary<string, Constant> constants)
    {
        if (!Signed(node.Input[weights], constants)) return;
        while (node.Input.Count <= zero) node.Input.Add("");
        if (node.Input[zero].Length > 0 && !Signed(node.Input[zero], constants)) return;
        node.Input[weights] = Unsigned(node.Input[weights], constants);
        node.Input[zero] = node.Input[zero].Length > 0 ? Unsigned(node.Input[zero], constants) : Zero;
    }

    private static bool Signed(string name, Dictionary<string, Constant> constants)
        => constants.TryGetValue(name, out var constant) && constant.Tensor.DataType == (int)TensorProto.Types.DataType.Int8
            && constant.Tensor.RawData.Length > 0;

    // Beside the other, which something else may use, and once for all that do.
    private static string Unsigned(string name, Dictionary<string, Constant> constants)
    {
        var (tensor, graph) = constants[name];
        var unsigned = name + Suffix;
        if (graph.Initializer.Any(other => other.Name == unsigned)) return unsigned;
        var values = tensor.RawData.ToByteArray();
        IntegerProduct.FlipSigns(values);
        var copy = new TensorProto
        {
            Name = unsigned,
            DataType = (int)TensorProto.Types.DataType.Uint8,
            RawData = UnsafeByteOperations.UnsafeWrap(values),
        };
        copy.Dims.AddRange(tensor.Dims);
        graph.Initializer.Add(copy);
        return unsigned;
    }

    private static IEnumerable<GraphProto> Branches(NodeProto node)
        => node.Attribute.SelectMany(attribute => attribute.G is null ? attribute.Graphs : attribute.Graphs.Append(attribute.G));

    private static void AddUsed(GraphProto graph, HashSet<string> used)
    {
        used.UnionWith(graph.Output.Select(output => output.Name));
        foreach (var node in graph.Node)
        {
            used.UnionWith(node.Input);
            foreach (var branch in Branches(node)) AddUsed(branch, used);
        }
    }

    // What has been replaced; ONNX Runtime would keep it for a while.
    private static void Forget(GraphProto graph, HashSet<string> used)
    {
        var kept = graph.Initializer.Where(tensor => used.Contains(tensor.Name)).ToList();
        graph.Initializer.Clear();
        graph.Initializer.AddRange(kept);
        foreach (var branch in graph.Node.SelectMany(Branches)) Forget(branch, used);
    }

    private readonly record struct Constant(TensorProto Tensor, GraphProto Graph);
}
