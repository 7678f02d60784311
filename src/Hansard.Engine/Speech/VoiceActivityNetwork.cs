using System.Runtime.InteropServices;
using Google.Protobuf;
using Onnx;
using AttributeType = Onnx.AttributeProto.Types.AttributeType;
using DataType = Onnx.TensorProto.Types.DataType;

namespace Hansard.Engine.Speech;

/// <summary>Writes the network of Silero VAD anew, with its convolutions as matrix products of all frames of a block.</summary>
/// <remarks>
/// A frame has four positions at most, so a convolution of each is a product of a few columns, and a block takes three times as long.
/// Everything else is as it is in the file.
/// </remarks>
internal sealed class VoiceActivityNetwork
{
    private const string Basis = "stft.forward_basis_buffer";
    private const int Taps = 3;
    private const int Window = 256;
    private const int Hop = Window / 2;
    private const int Reflected = 64;

    /// <summary>Positions of a frame that the spectrum has.</summary>
    private const int Positions = ((VoiceActivityModel.RowLength + Reflected - Window) / Hop) + 1;

    private readonly Dictionary<string, TensorProto> _weights;
    private readonly GraphProto _graph = new() { Name = "voice_activity" };
    private readonly HashSet<string> _constants = new(StringComparer.Ordinal);

    private VoiceActivityNetwork(GraphProto file)
        => _weights = file.Initializer.ToDictionary(weight => weight.Name, StringComparer.Ordinal);

    /// <summary>Rewrites a network.</summary>
    /// <param name="model">The file's content, which is changed.</param>
    /// <returns>False, and nothing is changed, if the file holds a network of another form.</returns>
    public static bool Rewrite(ModelProto model)
    {
        var file = model.Graph;
        var recurrent = file.Node.TakeWhile(node => node.OpType != "LSTM").Count();
        string[] convolutions = [.. file.Node.Where(node => node.OpType == "Conv").Select(node => node.Input[1])];
        if (recurrent == file.Node.Count
            || !convolutions.SequenceEqual([Basis, .. Enumerable.Range(0, 4).Select(i => $"encoder.{i}.weight"), "output.weight"]))
        {
            return false;
        }
        var network = new VoiceActivityNetwork(file);
        network.Write(file.Node[recurrent].Input[0]);
        network._graph.Node.AddRange(file.Node.Skip(recurrent));
        network._graph.Initializer.AddRange(file.Initializer.Where(weight => !convolutions.AsSpan(0, 5).Contains(weight.Name)));
        network._graph.Input.AddRange(file.Input);
        network._graph.Output.AddRange(file.Output);
        model.Graph = network._graph;
        return true;
    }

    private void Write(string output)
    {
        var padded = Add("Pad", ["input", Integers(0, 0, 0, Reflected)], Text("mode", "reflect"));
        string[] windows = [.. Enumerable.Range(0, Positions).Select(i =>
            Add("Unsqueeze", [Slice(padded, i * Hop, (i * Hop) + Window, axis: 1), Integers(1)]))];
        var spectrum = Add("MatMul", [Concat(windows, 1), Matrix(Basis)]);
        var bins = (int)_weights[Basis].Dims[0] / 2;
        var (real, imaginary) = (Slice(spectrum, 0, bins, axis: 2), Slice(spectrum, bins, 2 * bins, axis: 2));
        var states = Add("Sqrt", [Add("Add", [Add("Mul", [real, real]), Add("Mul", [imaginary, imaginary])])]);
        states = Convolve(states, 0, Positions, 1);
        states = Convolve(states, 1, Positions, 2);
        states = Convolve(states, 2, Positions / 2, 2);
        states = Convolve(states, 3, 1, 1);
        _graph.Node[^1].Output[0] = output;
    }

    /// <summary>A convolution over three positions, with zeros around them, and its activation.</summary>
    /// <param name="input">[frames, positions, channels].</param>
    /// <param name="layer">Its number.</param>
    /// <param name="positions">Positions of a frame.</param>
    /// <param name="stride">Positions from one output to the next.</param>
    /// <returns>[frames, positions / stride, channels].</returns>
    private string Convolve(string input, int layer, int positions, int stride)
    {
        var padded = Add("Pad", [input, Integers(0, 1, 0, 0, 1, 0)]);
        string[] taps = [.. Enumerable.Range(0, Taps).Select(tap => Slice(padded, tap, tap + positions, axis: 1, stride))];
        var product = Add("MatMul", [Concat(taps, 2), Matrix($"encoder.{layer}.weight")]);
        return Add("Relu", [Add("Add", [product, $"encoder.{layer}.bias"])]);
    }

    /// <summary>The weights [outputs, channels, taps] of a convolution as a matrix [taps · channels, outputs].</summary>
    private string Matrix(string name)
    {
        var weight = _weights[name];
        var (outputs, channels, taps) = ((int)weight.Dims[0], (int)weight.Dims[1], (int)weight.Dims[2]);
        ReadOnlySpan<float> values
            = weight.FloatData.Count > 0 ? weight.FloatData.ToArray() : MemoryMarshal.Cast<byte, float>(weight.RawData.Span);
        var turned = new float[values.Length];
        for (var output = 0; output < outputs; output++)
            for (var channel = 0; channel < channels; channel++)
                for (var tap = 0; tap < taps; tap++)
                    turned[(((tap * channels) + channel) * outputs) + output] = values[(((output * channels) + channel) * taps) + tap];
        return Constant($"{name}.matrix", DataType.Float, MemoryMarshal.AsBytes<float>(turned), [taps * channels, outputs]);
    }

    private string Slice(string input, int from, int to, int axis, int step = 1)
        => Add("Slice", [input, Integers(from), Integers(to), Integers(axis), Integers(step)]);

    private string Concat(string[] inputs, int axis)
        => Add("Concat", inputs, new AttributeProto { Name = "axis", Type = AttributeType.Int, I = axis });

    private string Integers(params ReadOnlySpan<long> values)
        => Constant($"integers_{string.Join('_', values.ToArray())}", DataType.Int64, MemoryMarshal.AsBytes(values), [values.Length]);

    private string Constant(string name, DataType type, ReadOnlySpan<byte> data, int[] shape)
    {
        if (!_constants.Add(name)) return name;
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(data) };
        tensor.Dims.AddRange(shape.Select(length => (long)length));
        _graph.Initializer.Add(tensor);
        return name;
    }

    private string Add(string operation, string[] inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        var node = new NodeProto { OpType = operation };
        node.Input.AddRange(inputs);
        node.Output.Add($"frames_{_graph.Node.Count}");
        foreach (var attribute in attributes) node.Attribute.Add(attribute);
        _graph.Node.Add(node);
        return node.Output[0];
    }

    private static AttributeProto Text(string name, string value)
        => new() { Name = name, Type = AttributeType.String, S = ByteString.CopyFromUtf8(value) };
}
