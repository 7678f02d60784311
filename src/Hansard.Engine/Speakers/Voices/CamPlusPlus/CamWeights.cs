using Hansard.Engine.Models;

namespace Hansard.Engine.Speakers.Voices.CamPlusPlus;

/// <summary>The constants of CAM++ in its file, which <c>models/conversion/export_campplus.py</c> has named.</summary>
internal sealed class CamWeights
{
    private readonly Dictionary<string, StoredTensor> _tensors;

    private CamWeights(Dictionary<string, StoredTensor> tensors) => _tensors = tensors;

    /// <summary>Reads the constants of a network.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <returns>Null if it is not a CAM++ that was written so.</returns>
    /// <exception cref="InvalidDataException">It is not a network.</exception>
    public static CamWeights? Open(string path)
    {
        if (!OnnxModel.CanRewrite(path)) return null;
        var weights = new CamWeights(StoredTensors.In(MappedFile.Open(path).Memory));
        return weights.Has("head.conv1.w") && weights.Has("xvector.block3.tdnnd16.linear1.w") && weights.Has("xvector.dense.linear.w")
            ? weights
            : null;
    }

    /// <summary>Determines whether there is a constant of this name.</summary>
    public bool Has(string name) => _tensors.ContainsKey(name) || _tensors.ContainsKey(Half(name));

    /// <summary>The numbers of a constant.</summary>
    public float[] Floats(string name) => Of(name).Floats();

    /// <summary>Weights of a layer, each output with the columns of the inputs that it is a sum of.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="inputs">The place of an input among those of the product, by where it stands in the file.</param>
    /// <param name="divisors">Of the weights of each input; null: none.</param>
    /// <param name="isFine">See <see cref="IntegerColumns.IsFine"/>.</param>
    public IntegerColumns Columns(string name, Func<int, int>? inputs = null, float[]? divisors = null, bool isFine = false)
    {
        var stored = Of($"{name}.w");
        var (values, outputs) = (stored.Floats(), stored.Dimensions[0]);
        var count = values.Length / outputs;
        var turned = new float[values.Length];
        for (var i = 0; i < count; i++)
        {
            var row = turned.AsSpan((inputs?.Invoke(i) ?? i) * outputs, outputs);
            for (var o = 0; o < outputs; o++) row[o] = values[(o * count) + i] / (divisors?[i] ?? 1);
        }
        return new IntegerColumns(turned, outputs, Has($"{name}.b") ? Floats($"{name}.b") : new float[outputs], isFine);
    }

    /// <summary>The root of the mean square of the weights of each input.</summary>
    public float[] Reaches(string name)
    {
        var stored = Of($"{name}.w");
        var (values, outputs) = (stored.Floats(), stored.Dimensions[0]);
        var reaches = new float[values.Length / outputs];
        for (var i = 0; i < values.Length; i++) reaches[i % reaches.Length] += values[i] * values[i];
        for (var i = 0; i < reaches.Length; i++) reaches[i] = MathF.Sqrt(reaches[i] / outputs) + 1e-9f;
        return reaches;
    }

    private StoredTensor Of(string name) => _tensors.TryGetValue(Half(name), out var half) ? half : _tensors[name];

    private static string Half(string name) => $"{name}.half";
}
