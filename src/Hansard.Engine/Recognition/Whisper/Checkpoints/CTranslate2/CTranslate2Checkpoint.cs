using System.Numerics.Tensors;

namespace Hansard.Engine.Recognition.Whisper.Checkpoints.CTranslate2;

/// <summary>A folder of CTranslate2, as faster-whisper uses it, with its variables under the names of Hugging Face.</summary>
/// <remarks>
/// CTranslate2 keeps queries, keys and values of a self-attention, and keys and values of a cross-attention, in one matrix, row below row
/// (python/ctranslate2/converters/transformers.py, WhisperLoader); quantised numbers are divided by their scale, a row's or the matrix's.
/// </remarks>
internal sealed class CTranslate2Checkpoint : ICheckpoint
{
    private const string Weight = ".weight";
    private const string Embeddings = "decoder/embeddings/weight";
    private const string Projection = "decoder/projection/weight";

    private readonly CTranslate2File _file;

    private CTranslate2Checkpoint(CTranslate2File file) => _file = file;

    /// <inheritdoc />
    public string Path => _file.Path;

    /// <summary>Attention heads of the encoder.</summary>
    public int EncoderHeads => Number("encoder/num_heads");

    /// <summary>Attention heads of the decoder.</summary>
    public int DecoderHeads => Number("decoder/num_heads");

    /// <summary>Opens the weights of a folder.</summary>
    /// <exception cref="FileNotFoundException">They are not there.</exception>
    /// <exception cref="InvalidDataException">The file is not what it should be.</exception>
    public static CTranslate2Checkpoint Open(string folder)
        => new(CTranslate2File.Open(System.IO.Path.Combine(folder, CTranslate2File.FileName)));

    /// <inheritdoc />
    public IReadOnlyList<int>? ShapeOf(string name)
    {
        if (PartOf(name) is not { } part || !_file.Variables.TryGetValue(part.Variable, out var variable)) return null;
        // An alias of the embeddings: the model has no such matrix of its own.
        if (part.Variable == Projection && _file.Variables.GetValueOrDefault(Embeddings)?.Offset == variable.Offset) return null;
        return part.Of == 1 ? variable.Shape : [variable.Shape[0] / part.Of, .. variable.Shape.Skip(1)];
    }

    /// <inheritdoc />
    public void Read(string name, Span<float> values)
    {
        var part = PartOf(name)!.Value;
        var variable = _file.Variables[part.Variable];
        var rows = variable.Shape[0] / part.Of;
        var scales = Scales(part.Variable);
        var own = variable with
        {
            Shape = [rows, .. variable.Shape.Skip(1)],
            Offset = variable.Offset + (part.Index * (long)values.Length * variable.Size),
        };
        _file.Read(own, values);
        if (scales.Length == 0) return;
        var width = values.Length / rows;
        for (var row = 0; row < rows; row++)
        {
            var numbers = values.Slice(row * width, width);
            TensorPrimitives.Divide(numbers, scales.Length == 1 ? scales[0] : scales[(part.Index * rows) + row], numbers);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private float[] Scales(string variable)
    {
        if (!_file.Variables.TryGetValue($"{variable}_scale", out var scale)) return [];
        var rows = _file.Variables[variable].Shape[0];
        if (scale.Count != 1 && scale.Count != rows)
            throw new InvalidDataException($"'{variable}' of '{Path}' has {scale.Count} scales for {rows} rows.");
        var scales = new float[scale.Count];
        _file.Read(scale, scales);
        return scales;
    }

    private int Number(string name)
    {
        if (!_file.Variables.TryGetValue(name, out var variable) || variable.Count != 1)
            throw new InvalidDataException($"'{Path}' has no number '{name}': it is not a Whisper model of CTranslate2.");
        Span<float> value = stackalloc float[1];
        _file.Read(variable, value);
        return (int)value[0];
    }

    /// <summary>The place of a tensor; null for a name that no Whisper has.</summary>
    private static Part? PartOf(string name)
    {
        if (name == "proj_out.weight") return new Part(Projection);
        if (!name.StartsWith("model.", StringComparison.Ordinal)) return null;
        var dot = name.LastIndexOf('.');
        var (module, kind) = (name["model.".Length..dot].Replace('.', '/'), name[dot..]);
        if (module.EndsWith("embed_tokens", StringComparison.Ordinal)) return new Part(Embeddings);
        if (module.EndsWith("embed_positions", StringComparison.Ordinal))
            return new Part(module.Replace("embed_positions", "position_encodings/encodings", StringComparison.Ordinal));
        module = module.Replace("/layers/", "/layer_", StringComparison.Ordinal);
        if (module.EndsWith("layer_norm", StringComparison.Ordinal))
        {
            return new Part(module
                .Replace("self_attn_layer_norm", "self_attention/layer_norm", StringComparison.Ordinal)
                .Replace("encoder_attn_layer_norm", "attention/layer_norm", StringComparison.Ordinal)
                .Replace("final_layer_norm", "ffn/layer_norm", StringComparison.Ordinal) + (kind == Weight ? "/gamma" : "/beta"));
        }

        var at = module.LastIndexOf('/');
        var (layer, last) = (module[..at], module[(at + 1)..]);
        var cross = layer.EndsWith("/encoder_attn", StringComparison.Ordinal);
        var attention = layer.Replace("/self_attn", "/self_attention", StringComparison.Ordinal)
            .Replace("/encoder_attn", "/attention", StringComparison.Ordinal);
        kind = kind.Replace('.', '/');
        return (last, cross) switch
        {
            ("q_proj", true) => new Part($"{attention}/linear_0{kind}"),
            ("k_proj", true) => new Part($"{attention}/linear_1{kind}", 0, 2),
            ("v_proj", true) => new Part($"{attention}/linear_1{kind}", 1, 2),
            ("out_proj", true) => new Part($"{attention}/linear_2{kind}"),
            ("q_proj", false) => new Part($"{attention}/linear_0{kind}", 0, 3),
            ("k_proj", false) => new Part($"{attention}/linear_0{kind}", 1, 3),
            ("v_proj", false) => new Part($"{attention}/linear_0{kind}", 2, 3),
            ("out_proj", false) => new Part($"{attention}/linear_1{kind}"),
            ("fc1", _) => new Part($"{layer}/ffn/linear_0{kind}"),
            ("fc2", _) => new Part($"{layer}/ffn/linear_1{kind}"),
            ("conv1" or "conv2", _) => new Part($"{module}{kind}"),
            _ => null,
        };
    }

    /// <param name="Variable">A variable.</param>
    /// <param name="Index">Which of its equal parts, counted by rows.</param>
    /// <param name="Of">How many there are.</param>
    private readonly record struct Part(string Variable, int Index = 0, int Of = 1);
}
