using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;
using Hansard.Engine.Models;
using Onnx;

namespace Hansard.Engine.Recognition.Whisper.Int8;

/// <summary>The weights of a network whose tensors have the names of the checkpoint that it was made of.</summary>
/// <remarks>
/// A linear layer is <c>NAME.q</c>, int8 [inputs, outputs], with <c>NAME.s</c>, a scale an output, or <c>NAME.w16</c> in half precision;
/// its bias is <c>NAME.bias</c>. What is converted here has <c>NAME.weight.q</c> and <c>NAME.weight.s</c>. Other tensors are in half
/// precision, <c>NAME.f16</c>, or as they are.
/// </remarks>
internal sealed class NetworkWeights
{
    private readonly Dictionary<string, TensorProto> _tensors;

    private NetworkWeights(GraphProto graph) => _tensors = graph.Initializer.ToDictionary(t => t.Name);

    /// <summary>Reads the constants of a network.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="layer">A linear layer that it has if its tensors have those names.</param>
    /// <returns>Null if they have not.</returns>
    public static NetworkWeights? Open(string path, string layer)
    {
        // Networks of other forms are not parsed: they may be large.
        if (!OnnxModel.CanRewrite(path) || !Mentions(path, layer)) return null;
        using var file = File.OpenRead(path);
        var weights = new NetworkWeights(ModelProto.Parser.ParseFrom(file).Graph);
        return weights.HasLayer(layer) ? weights : null;
    }

    /// <summary>Determines whether there is a linear layer of this name.</summary>
    public bool HasLayer(string name) => Quantised(name) is not null || _tensors.ContainsKey($"{name}.w16.f16");

    /// <summary>Takes a linear layer, which is not there any more then: of a large model, nothing is held twice.</summary>
    public LayerWeights Layer(string name)
    {
        var stem = Quantised(name);
        var bias = _tensors.Remove($"{name}.bias", out var tensor) ? Floats(tensor) : null;
        _tensors.Remove(stem is null ? $"{name}.w16.f16" : $"{stem}.q", out var values);
        var (inputs, outputs) = ((int)values!.Dims[0], (int)values.Dims[1]);
        if (stem is null) return LayerWeights.Of(Transposition.Turn(Floats(values), inputs, outputs), outputs, bias);
        return new LayerWeights(
            inputs, outputs, MemoryMarshal.Cast<byte, sbyte>(values.RawData.Span).ToArray(), Floats(_tensors[$"{stem}.s"]),
            bias ?? new float[outputs]);
    }

    /// <summary>A convolution over three frames as a linear layer of three rows side by side.</summary>
    public LayerWeights Convolution(string name)
    {
        // [outputs, channels, frames] → [outputs, frames, channels]
        var weights = Of($"{name}.weight");
        var (outputs, channels, frames) = ((int)weights.Dims[0], (int)weights.Dims[1], (int)weights.Dims[2]);
        var values = Floats(weights);
        var moved = new float[values.Length];
        for (var o = 0; o < outputs; o++)
            for (var c = 0; c < channels; c++)
                for (var f = 0; f < frames; f++)
                    moved[(((o * frames) + f) * channels) + c] = values[(((o * channels) + c) * frames) + f];
        return LayerWeights.Of(moved, outputs, Floats(_tensors[$"{name}.bias"]));
    }

    /// <summary>A normalisation.</summary>
    public Normalisation Norm(string name) => new(Floats(_tensors[$"{name}.weight"]), Floats(_tensors[$"{name}.bias"]));

    /// <summary>A table.</summary>
    public float[] Table(string name) => Floats(Of(name));

    /// <summary>Determines whether there is a table of this name.</summary>
    public bool HasTable(string name) => _tensors.ContainsKey(name) || _tensors.ContainsKey($"{name}.f16");

    private static bool Mentions(string path, string name)
    {
        var text = Encoding.UTF8.GetBytes($"{name}.");
        using var file = File.OpenRead(path);
        var block = new byte[1 << 20];
        var kept = 0;
        while (file.Read(block.AsSpan(kept)) is > 0 and var read)
        {
            var content = block.AsSpan(0, kept + read);
            if (content.IndexOf(text) >= 0) return true;
            // What a block ends with may go on in the next.
            kept = Math.Min(text.Length - 1, content.Length);
            content[^kept..].CopyTo(block);
        }
        return false;
    }

    private TensorProto Of(string name) => _tensors.TryGetValue($"{name}.f16", out var half) ? half : _tensors[name];

    private string? Quantised(string name)
        => _tensors.ContainsKey($"{name}.q") ? name : _tensors.ContainsKey($"{name}.weight.q") ? $"{name}.weight" : null;

    private static float[] Floats(TensorProto tensor)
    {
        if (tensor.DataType != (int)TensorProto.Types.DataType.Float16)
            return tensor.RawData.IsEmpty ? [.. tensor.FloatData] : MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();
        var halves = MemoryMarshal.Cast<byte, Half>(tensor.RawData.Span);
        var values = new float[halves.Length];
        TensorPrimitives.ConvertToSingle(halves, values);
        return values;
    }
}
