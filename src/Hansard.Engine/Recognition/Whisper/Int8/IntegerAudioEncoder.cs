using Hansard.Engine.Matrices;
using Hansard.Engine.Models;
using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Recognition.Whisper.Int8;

/// <summary>Whisper's encoder in 8-bit integers, each row with a scale of its own.</summary>
/// <remarks>
/// ONNX Runtime computes the products, this code what lies between them: quantisation, normalisation, activation, the weights of
/// attention. Convolutions are products of three frames side by side.
/// </remarks>
internal sealed unsafe class IntegerAudioEncoder : IAudioEncoder
{
    private const string Name = "model.encoder";

    private readonly int _width;
    private readonly IntegerLayer _first;
    private readonly IntegerLayer _second;
    private readonly float[] _positions;
    private readonly EncoderLayer[] _layers;
    private readonly Normalisation _last;
    private readonly EncoderAttention _attention;

    private IntegerAudioEncoder(NetworkWeights weights, WhisperConfiguration configuration)
    {
        _width = configuration.Width;
        using var made = new DisposedOnFailure();
        _first = made.Add(new IntegerLayer(weights.Convolution($"{Name}.conv1")));
        _second = made.Add(new IntegerLayer(weights.Convolution($"{Name}.conv2")));
        _positions = weights.Table(weights.HasTable("enc_pos") ? "enc_pos" : $"{Name}.embed_positions.weight");
        _layers = [.. Enumerable.Range(0, CountLayers(weights)).Select(i => made.Add(Layer(weights, $"{Name}.layers.{i}")))];
        _last = weights.Norm($"{Name}.layer_norm");
        _attention = made.Add(new EncoderAttention(_width / EncoderAttention.Width));
        made.Keep();
    }

    /// <summary>Opens an encoder whose tensors have the names of its checkpoint.</summary>
    /// <param name="path">encoder_model*.onnx.</param>
    /// <param name="configuration">The model's.</param>
    /// <returns>Null if the file is of another form.</returns>
    public static IntegerAudioEncoder? Open(string path, WhisperConfiguration configuration)
        => configuration.Width % EncoderAttention.Width == 0 && NetworkWeights.Open(path, $"{Name}.layers.0.fc1") is { } weights
            ? new IntegerAudioEncoder(weights, configuration)
            : null;

    /// <inheritdoc />
    public EncodedAudio Encode(float[] mel, int frames)
    {
        using var states = new Matrix<float>(frames / 2, _width);
        Listen(mel, frames, states);
        using (var projected = new Matrix<float>(states.Rows, 3 * _width))
        using (var attended = new Matrix<float>(states.Rows, _width))
        {
            foreach (var layer in _layers)
            {
                RowLayers.Apply(layer.Projection, states, layer.AttentionNorm, projected);
                _attention.Attend(projected, attended);
                RowLayers.Add(layer.Output, attended, states);
                RowLayers.FeedForward(layer.FeedForward, states);
            }
        }
        var hidden = OnnxModel.Allocate<float>(1, states.Rows, _width);
        fixed (float* to = hidden.GetTensorMutableDataAsSpan<float>())
        {
            for (var i = 0; i < states.Rows; i++)
                RowLayers.Normalise(states.Row(i), _last, to + ((nint)i * _width));
        }
        return new EncodedAudio(hidden);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        foreach (var layer in _layers) layer.Dispose();
        _attention.Dispose();
    }

    private static int CountLayers(NetworkWeights weights)
    {
        var count = 0;
        while (weights.HasLayer($"{Name}.layers.{count}.fc2")) count++;
        return count;
    }

    private static EncoderLayer Layer(NetworkWeights weights, string name)
    {
        using var made = new DisposedOnFailure();
        var attention = $"{name}.self_attn";
        var projection = LayerWeights.Join(
            weights.Layer($"{attention}.q_proj"), weights.Layer($"{attention}.k_proj"), weights.Layer($"{attention}.v_proj"));
        var layer = new EncoderLayer(
            weights.Norm($"{attention}_layer_norm"), made.Add(new IntegerLayer(projection)),
            made.Add(new IntegerLayer(weights.Layer($"{attention}.out_proj"))), made.Add(FeedForward.Read(weights, name)));
        made.Keep();
        return layer;
    }

    /// <summary>The two convolutions, and the positions.</summary>
    private void Listen(float[] mel, int frames, Matrix<float> states)
    {
        var bands = mel.Length / frames;
        // A frame of nothing before and after.
        using var features = new Matrix<float>(frames + 2, bands);
        new Span<float>(features.Start, bands).Clear();
        new Span<float>(features.Row(frames + 1), bands).Clear();
        for (var band = 0; band < bands; band++)
            for (var frame = 0; frame < frames; frame++) features.Row(frame + 1)[band] = mel[(band * frames) + frame];

        using var heard = new Matrix<float>(frames + 2, _width);
        new Span<float>(heard.Start, _width).Clear();
        new Span<float>(heard.Row(frames + 1), _width).Clear();
        using var inner = heard.Part(1, frames);
        RowLayers.Convolve(_first, features, 1, inner);
        RowLayers.Convolve(_second, heard, 2, states);
        fixed (float* positions = _positions)
        {
            System.Numerics.Tensors.TensorPrimitives.Add(
                new ReadOnlySpan<float>(states.Start, states.Rows * _width), new ReadOnlySpan<float>(positions, states.Rows * _width),
                new Span<float>(states.Start, states.Rows * _width));
        }
    }
}
