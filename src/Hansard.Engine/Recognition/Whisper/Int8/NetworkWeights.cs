using Hansard.Engine.Models;

namespace Hansard.Engine.Recognition.Whisper.Int8;

/// <summary>The weights of a network whose tensors have the names of the checkpoint that it was made of.</summary>
/// <remarks>
/// A linear layer is <c>NAME.q</c>, int8 [inputs, outputs], with <c>NAME.s</c>, a scale an output, or <c>NAME.w16</c> in half precision;
/// its bias is <c>NAME.bias</c>. What is converted here has <c>NAME.weight.q</c> and <c>NAME.weight.s</c>. Other tensors are in half
/// precision, <c>NAME.f16</c>, or as they are.
/// </remarks>
internal sealed class NetworkWeights
{
    private readonly Dictionary<string, StoredTensor> _tensors;

    private NetworkWeights(Dictionary<string, StoredTensor> tensors) => _tensors = tensors;

    /// <summary>Reads the constants of a network.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="layer">A linear layer that it has if its tensors have those names.</param>
    /// <returns>Null if they have not.</returns>
    /// <exception cref="InvalidDataException">It is not a network.</exception>
    public static NetworkWeights? Open(string path, string layer)
    {
        if (!OnnxModel.CanRewrite(path)) return null;
        try
        {
            var weights = new NetworkWeights(StoredTensors.In(MappedFile.Open(path).Memory));
            return weights.HasLayer(layer) ? weights : null;
        }
        catch (InvalidDataException fault)
        {
            throw new InvalidDataException($"'{path}' cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>Determines whether there is a linear layer of this name.</summary>
    public bool HasLayer(string name) => Quantised(name) is not null || _tensors.ContainsKey($"{name}.w16.f16");

    /// <summary>A linear layer.</summary>
    public LayerWeights Layer(string name)
    {
        var stem = Quantised(name);
        var bias = _tensors.TryGetValue($"{name}.bias", out var tensor) ? tensor.Floats() : null;
        if (stem is not null) return new LayerWeights(_tensors[$"{stem}.q"].Data, _tensors[$"{stem}.s"].Floats(), bias);
        var values = _tensors[$"{name}.w16.f16"];
        return LayerWeights.Of(values.Floats(), values.Dimensions[1], bias);
    }

    /// <summary>A convolution over three frames as a linear layer of three rows side by side.</summary>
    public LayerWeights Convolution(string name)
    {
        // [outputs, channels, frames] → [frames, channels, outputs]
        var weights = Of($"{name}.weight");
        var (outputs, channels, frames) = (weights.Dimensions[0], weights.Dimensions[1], weights.Dimensions[2]);
        var values = weights.Floats();
        var moved = new float[values.Length];
        for (var o = 0; o < outputs; o++)
            for (var c = 0; c < channels; c++)
                for (var f = 0; f < frames; f++)
                    moved[(((f * channels) + c) * outputs) + o] = values[(((o * channels) + c) * frames) + f];
        return LayerWeights.Of(moved, outputs, _tensors[$"{name}.bias"].Floats());
    }

    /// <summary>A normalisation.</summary>
    public Normalisation Norm(string name) => new(_tensors[$"{name}.weight"].Floats(), _tensors[$"{name}.bias"].Floats());

    /// <summary>A table.</summary>
    public float[] Table(string name) => Of(name).Floats();

    /// <summary>Determines whether there is a table of this name.</summary>
    public bool HasTable(string name) => _tensors.ContainsKey(name) || _tensors.ContainsKey($"{name}.f16");

    private StoredTensor Of(string name) => _tensors.TryGetValue($"{name}.f16", out var half) ? half : _tensors[name];

    private string? Quantised(string name)
        => _tensors.ContainsKey($"{name}.q") ? name : _tensors.ContainsKey($"{name}.weight.q") ? $"{name}.weight" : null;
}
