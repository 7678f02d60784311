using System.Numerics.Tensors;
using Hansard.Engine.Matrices;
using Hansard.Engine.Models;

namespace Hansard.Engine.Speakers.Voices.CamPlusPlus;

/// <summary>CAM++ (Wang et al. 2023) in 8-bit integers, each frame with a scale of its own. Safe to use from many threads.</summary>
/// <remarks>
/// ONNX Runtime computes the products, this code what lies between them. Frames stand one behind the other with their channels side by
/// side, so that what a dense layer makes is written where the next one reads it.
/// </remarks>
internal sealed unsafe class IntegerVoiceNetwork : IVoiceNetwork
{
    /// <summary>Frames of the convolution behind the head, and its stride.</summary>
    private const int Places = 5;
    private const int Stride = 2;

    private readonly IntegerProduct _product;
    private readonly ConvolutionHead _head;
    private readonly IntegerColumns _frames;
    private readonly DenseBlock[] _blocks;
    private readonly ChannelActivation _last;
    private readonly float[] _dense;
    private readonly float[] _denseBias;

    private IntegerVoiceNetwork(CamWeights weights)
    {
        using var made = new DisposedOnFailure();
        _product = made.Add(IntegerProduct.Of(0));
        _head = made.Add(new ConvolutionHead(weights));
        // [channels · bands, places] → [places, bands, channels]
        const int Channels = ImageConvolution.Channels;
        var bands = weights.Floats("xvector.tdnn.linear.w").Length / (weights.Floats("xvector.tdnn.linear.b").Length * Places * Channels);
        _frames = made.Add(weights.Columns(
            "xvector.tdnn.linear",
            i => (((i % Places * bands) + (i / Places % bands)) * Channels) + (i / (Places * bands)),
            isFine: true));
        _blocks = [
            made.Add(new DenseBlock(weights, 1, 12, 1)), made.Add(new DenseBlock(weights, 2, 24, 2)),
            made.Add(new DenseBlock(weights, 3, 16, 2)),
        ];
        _last = ChannelActivation.Read(weights, "xvector.out_nonlinear.batchnorm");
        (_dense, _denseBias) = (weights.Floats("xvector.dense.linear.w"), weights.Floats("xvector.dense.linear.b"));
        made.Keep();
    }

    /// <summary>Opens the network.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <returns>Null if it is another network.</returns>
    public static IntegerVoiceNetwork? Open(string path) => CamWeights.Open(path) is { } weights ? new IntegerVoiceNetwork(weights) : null;

    /// <inheritdoc />
    public float[] Run(float[] features, int frames)
    {
        var states = Begin(features, frames);
        for (var i = 0; i < _blocks.Length; i++)
        {
            using var before = states;
            states = new Matrix<float>(before.Rows, i + 1 < _blocks.Length ? _blocks[i + 1].Channels : _blocks[i].Outputs);
            _blocks[i].Run(_product, before, states);
        }
        using (states) return End(states);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _product.Dispose();
        _head.Dispose();
        _frames.Dispose();
        foreach (var block in _blocks) block.Dispose();
    }

    /// <summary>The head, and the convolution over frames behind it.</summary>
    private Matrix<float> Begin(float[] features, int frames)
    {
        using var image = _head.Run(_product, features, frames);
        var width = image.Rows / frames * image.Columns;
        var rows = ((frames - 1) / Stride) + 1;
        var states = new Matrix<float>(rows, _blocks[0].Channels);
        using var row = new Matrix<float>(Places, width);
        using var block = new FrameBlock(_product, _frames, rows);
        for (var first = 0; block.Begin(rows - first); first += block.Count)
        {
            for (var i = 0; i < block.Count; i++)
            {
                var from = ((first + i) * Stride) - (Places / 2);
                for (var place = 0; place < Places; place++)
                {
                    var to = row.Span(place, 1);
                    if (from + place < 0 || from + place >= frames) to.Clear();
                    else new ReadOnlySpan<float>(image.Start + ((nint)(from + place) * width), width).CopyTo(to);
                }
                block.Quantise(i, row.Start, VoiceLoops.Greatest(row.Start, Places * width));
            }
            block.Multiply();
            for (var i = 0; i < block.Count; i++) block.Finish(i, rectified: true, states.Row(first + i));
        }
        return states;
    }

    /// <summary>Mean and deviation of each channel over all frames, and the last layer.</summary>
    private float[] End(Matrix<float> states)
    {
        var (count, channels) = (states.Rows, states.Columns);
        var statistics = new float[2 * channels];
        var means = statistics.AsSpan(0, channels);
        var deviations = statistics.AsSpan(channels);
        fixed (float* scale = _last.Scale, shift = _last.Shift)
            for (var t = 0; t < count; t++) VoiceLoops.Activate(states.Row(t), scale, shift, channels, states.Row(t));
        for (var t = 0; t < count; t++) TensorPrimitives.Add(means, states.Span(t, 1), means);
        TensorPrimitives.Divide(means, count, means);
        var difference = new float[channels];
        for (var t = 0; t < count; t++)
        {
            TensorPrimitives.Subtract(states.Span(t, 1), means, difference);
            TensorPrimitives.MultiplyAdd(difference, difference, deviations, deviations);
        }
        // Of the sample, as the network was trained: one frame has none.
        TensorPrimitives.Divide(deviations, Math.Max(count - 1, 1), deviations);
        TensorPrimitives.Sqrt(deviations, deviations);
        var result = new float[_denseBias.Length];
        for (var o = 0; o < result.Length; o++)
            result[o] = _denseBias[o] + TensorPrimitives.Dot(statistics, _dense.AsSpan(o * statistics.Length, statistics.Length));
        return result;
    }
}
