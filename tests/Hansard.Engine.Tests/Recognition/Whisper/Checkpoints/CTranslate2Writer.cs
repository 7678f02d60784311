using System.Runtime.InteropServices;
using System.Text;
using Hansard.Engine.Recognition.Whisper.Checkpoints;

namespace Hansard.Engine.Tests.Recognition.Whisper.Checkpoints;

/// <summary>Writes model.bin as CTranslate2's converter does (specs/model_spec.py, converters/transformers.py).</summary>
internal sealed class CTranslate2Writer(ICheckpoint weights, int heads, string quantisation)
{
    private readonly SortedDictionary<string, Variable> _variables = new(StringComparer.Ordinal);

    private sealed record Variable(int[] Shape, byte Type, byte[] Bytes);

    /// <summary>Writes a model.</summary>
    /// <param name="path">model.bin.</param>
    /// <param name="weights">Where its numbers come from.</param>
    /// <param name="heads">Attention heads.</param>
    /// <param name="quantisation">float32, float16, or int8 or int16 with the rest in float32.</param>
    public static void Write(string path, ICheckpoint weights, int heads, string quantisation)
    {
        var writer = new CTranslate2Writer(weights, heads, quantisation);
        writer.Collect();
        writer.Save(path);
    }

    private void Collect()
    {
        foreach (var side in new[] { "encoder", "decoder" })
        {
            _variables[$"{side}/num_heads"] = new Variable([], 2, BitConverter.GetBytes((short)heads));
            Plain($"{side}/position_encodings/encodings", $"model.{side}.embed_positions.weight");
            Norm($"{side}/layer_norm", $"model.{side}.layer_norm");
            for (var i = 0; weights.ShapeOf($"model.{side}.layers.{i}.fc1.weight") is not null; i++)
            {
                var (to, from) = ($"{side}/layer_{i}", $"model.{side}.layers.{i}");
                Norm($"{to}/self_attention/layer_norm", $"{from}.self_attn_layer_norm");
                Linear(
                    $"{to}/self_attention/linear_0", $"{from}.self_attn.q_proj", $"{from}.self_attn.k_proj", $"{from}.self_attn.v_proj");
                Linear($"{to}/self_attention/linear_1", $"{from}.self_attn.out_proj");
                Norm($"{to}/ffn/layer_norm", $"{from}.final_layer_norm");
                Linear($"{to}/ffn/linear_0", $"{from}.fc1");
                Linear($"{to}/ffn/linear_1", $"{from}.fc2");
                if (side == "encoder") continue;
                Norm($"{to}/attention/layer_norm", $"{from}.encoder_attn_layer_norm");
                Linear($"{to}/attention/linear_0", $"{from}.encoder_attn.q_proj");
                Linear($"{to}/attention/linear_1", $"{from}.encoder_attn.k_proj", $"{from}.encoder_attn.v_proj");
                Linear($"{to}/attention/linear_2", $"{from}.encoder_attn.out_proj");
            }
        }
        foreach (var layer in new[] { "conv1", "conv2" })
        {
            Plain($"encoder/{layer}/weight", $"model.encoder.{layer}.weight");
            Plain($"encoder/{layer}/bias", $"model.encoder.{layer}.bias");
        }
        const string Embeddings = "model.decoder.embed_tokens.weight";
        Matrix("decoder/embeddings/weight", Read(Embeddings), [.. weights.ShapeOf(Embeddings)!]);
    }

    private void Save(string path)
    {
        using var writer = new BinaryWriter(File.Create(path));
        void Text(string text)
        {
            writer.Write((ushort)(Encoding.UTF8.GetByteCount(text) + 1));
            writer.Write(Encoding.UTF8.GetBytes(text));
            writer.Write((byte)0);
        }

        writer.Write(6u);
        Text("WhisperSpec");
        writer.Write(3u);
        writer.Write((uint)_variables.Count);
        foreach (var (name, (shape, type, bytes)) in _variables)
        {
            Text(name);
            writer.Write((byte)shape.Length);
            foreach (var size in shape) writer.Write(size);
            writer.Write(type);
            writer.Write((uint)bytes.Length);
            writer.Write(bytes);
        }
        (string Alias, string Name)[] aliases = quantisation is "int8" or "int16"
            ? [
                ("decoder/projection/weight", "decoder/embeddings/weight"),
                ("decoder/projection/weight_scale", "decoder/embeddings/weight_scale"),
            ]
            : [("decoder/projection/weight", "decoder/embeddings/weight")];
        writer.Write((uint)aliases.Length);
        foreach (var (alias, name) in aliases)
        {
            Text(alias);
            Text(name);
        }
    }

    private float[] Read(string name)
    {
        var values = new float[weights.ShapeOf(name)!.Aggregate(1, (product, d) => product * d)];
        weights.Read(name, values);
        return values;
    }

    private void Norm(string to, string from)
    {
        Plain($"{to}/gamma", $"{from}.weight");
        Plain($"{to}/beta", $"{from}.bias");
    }

    private void Plain(string to, string from) => Floats(to, Read(from), [.. weights.ShapeOf(from)!]);

    private void Floats(string to, float[] values, int[] shape)
        => _variables[to] = quantisation == "float16"
            ? new Variable(shape, 4, SafetensorsWriter.Bytes(values, "F16"))
            : new Variable(shape, 0, SafetensorsWriter.Bytes(values, "F32"));

    private void Linear(string to, params string[] from)
    {
        var shape = weights.ShapeOf($"{from[0]}.weight")!;
        Matrix($"{to}/weight", [.. from.SelectMany(f => Read($"{f}.weight"))], [shape[0] * from.Length, shape[1]]);
        // Keys have no bias: the converter puts zeros where a fused matrix needs one.
        float[] bias = [.. from.SelectMany(f => weights.ShapeOf($"{f}.bias") is null ? new float[shape[0]] : Read($"{f}.bias"))];
        Floats($"{to}/bias", bias, [bias.Length]);
    }

    private void Matrix(string to, float[] values, int[] shape)
    {
        if (quantisation == "int16")
        {
            // One scale for all, and 10 bits of 16.
            var scale = 1024 / values.Max(Math.Abs);
            var numbers = Array.ConvertAll(values, v => (short)MathF.Round(v * scale));
            _variables[to] = new Variable(shape, 2, MemoryMarshal.AsBytes<short>(numbers).ToArray());
            _variables[$"{to}_scale"] = new Variable([], 0, BitConverter.GetBytes(scale));
            return;
        }
        if (quantisation != "int8")
        {
            Floats(to, values, shape);
            return;
        }
        var scales = new float[shape[0]];
        var bytes = new byte[values.Length];
        for (var row = 0; row < shape[0]; row++)
        {
            var numbers = values.AsSpan(row * shape[1], shape[1]);
            var most = 0f;
            foreach (var number in numbers) most = Math.Max(most, Math.Abs(number));
            scales[row] = 127 / (most == 0 ? 127 : most);
            for (var i = 0; i < numbers.Length; i++) bytes[(row * shape[1]) + i] = (byte)(sbyte)MathF.Round(numbers[i] * scales[row]);
        }
        _variables[to] = new Variable(shape, 1, bytes);
        _variables[$"{to}_scale"] = new Variable([shape[0]], 0, SafetensorsWriter.Bytes(scales, "F32"));
    }
}
