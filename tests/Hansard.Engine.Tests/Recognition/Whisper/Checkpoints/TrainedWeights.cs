using System.Runtime.InteropServices;
using Hansard.Engine.Recognition.Whisper.Checkpoints;
using Onnx;

namespace Hansard.Engine.Tests.Recognition.Whisper.Checkpoints;

/// <summary>The weights of a model of the repository by their Hugging Face names, taken out of its networks.</summary>
/// <remarks>
/// These were written by models/conversion/whisper_to_onnx.py: a matrix NAME.weight is NAME.q in int8, [inputs, outputs], with NAME.s, or
/// NAME.w16.f16 where its input has outliers; all else has its own name, in half precision with .f16 behind it.
/// </remarks>
internal sealed class TrainedWeights : ICheckpoint
{
    private readonly Dictionary<string, TensorProto> _constants = [];

    public TrainedWeights(string model)
    {
        Path = model;
        foreach (var network in Directory.EnumerateFiles(System.IO.Path.Combine(Fixtures.Models, model, "onnx")))
            foreach (var constant in ModelProto.Parser.ParseFrom(File.ReadAllBytes(network)).Graph.Initializer)
                _constants.TryAdd(constant.Name, constant);
        Names = [.. _constants.Keys.Select(NameOf).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
    }

    public string Path { get; }

    /// <summary>The names of all tensors.</summary>
    public IReadOnlyList<string> Names { get; }

    public IReadOnlyList<int>? ShapeOf(string name) => Find(name) is { } found
        ? found.Turned ? [(int)found.Tensor.Dims[1], (int)found.Tensor.Dims[0]] : [.. found.Tensor.Dims.Select(d => (int)d)]
        : null;

    public void Read(string name, Span<float> values)
    {
        var (tensor, scales, turned) = Find(name)!.Value;
        var numbers = Numbers(tensor);
        if (!turned) numbers.CopyTo(values);
        else
        {
            var (rows, columns) = ((int)tensor.Dims[0], (int)tensor.Dims[1]);
            var factors = scales is null ? null : Numbers(scales);
            for (var i = 0; i < numbers.Length; i++)
            {
                var (row, column) = (i / columns, i % columns);
                values[(column * rows) + row] = numbers[i] * (factors?[column] ?? 1);
            }
        }
    }

    public void Dispose() => _constants.Clear();

    private (TensorProto Tensor, TensorProto? Scales, bool Turned)? Find(string name)
    {
        var stored = name switch
        {
            "model.decoder.embed_tokens.weight" => "emb.weight",
            "model.encoder.embed_positions.weight" => "enc_pos",
            "model.decoder.embed_positions.weight" => "dec_pos",
            _ => name,
        };
        var module = stored.EndsWith(".weight", StringComparison.Ordinal) ? stored[..^".weight".Length] : stored;
        if (_constants.TryGetValue($"{module}.q", out var quantised)) return (quantised, _constants[$"{module}.s"], true);
        if (_constants.TryGetValue($"{module}.w16.f16", out var precise)) return (precise, null, true);
        if (_constants.TryGetValue($"{stored}.f16", out var half)) return (half, null, false);
        return _constants.TryGetValue(stored, out var plain) ? (plain, null, false) : null;
    }

    private static string? NameOf(string constant) => constant switch
    {
        "emb.q" => "model.decoder.embed_tokens.weight",
        "enc_pos.f16" => "model.encoder.embed_positions.weight",
        "dec_pos.f16" => "model.decoder.embed_positions.weight",
        _ when !constant.StartsWith("model.", StringComparison.Ordinal) || constant.EndsWith(".s", StringComparison.Ordinal) => null,
        _ when constant.EndsWith(".w16.f16", StringComparison.Ordinal) => $"{constant[..^".w16.f16".Length]}.weight",
        _ when constant.EndsWith(".q", StringComparison.Ordinal) => $"{constant[..^2]}.weight",
        _ when constant.EndsWith(".f16", StringComparison.Ordinal) => constant[..^".f16".Length],
        _ => constant,
    };

    private static float[] Numbers(TensorProto tensor) => (TensorProto.Types.DataType)tensor.DataType switch
    {
        TensorProto.Types.DataType.Float => MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray(),
        TensorProto.Types.DataType.Float16 => Array.ConvertAll(
            MemoryMarshal.Cast<byte, Half>(tensor.RawData.Span).ToArray(), h => (float)h),
        _ => Array.ConvertAll(MemoryMarshal.Cast<byte, sbyte>(tensor.RawData.Span).ToArray(), q => (float)q),
    };
}
