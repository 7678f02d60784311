using Hansard.Engine.Matrices;
using Hansard.Engine.Models;

namespace Hansard.Engine.Speakers.Voices.CamPlusPlus;

/// <summary>A layer of a dense block: makes channels of all before it, which stand behind those from then on.</summary>
internal sealed unsafe class DenseLayer : IDisposable
{
    private const int Places = 3;
    private readonly int _dilation;
    private readonly ActivatedLayer _narrowing;
    private readonly ContextGate _gate;

    // [channels, places · outputs]: each frame is multiplied once for the three results that it is in.
    private readonly IntegerColumns _local;

    /// <summary>Reads a layer.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="name">Its name.</param>
    /// <param name="dilation">Frames from place to place of its convolution.</param>
    public DenseLayer(CamWeights weights, string name, int dilation)
    {
        _dilation = dilation;
        using var made = new DisposedOnFailure();
        _narrowing = made.Add(ActivatedLayer.Read(weights, $"{name}.nonlinear1.batchnorm", $"{name}.linear1"));
        _gate = new ContextGate(weights, $"{name}.cam_layer");
        _local = made.Add(Read(weights.Floats($"{name}.cam_layer.linear_local.w"), _gate.Outputs));
        made.Keep();
    }

    /// <summary>Runs the layer.</summary>
    /// <param name="product">Multiplies.</param>
    /// <param name="frames">[frames, channels]; those behind the channels that it reads are written.</param>
    public void Run(IntegerProduct product, Matrix<float> frames)
    {
        var (count, width, at) = (frames.Rows, _narrowing.Columns.Outputs, _narrowing.Columns.Inputs);
        using var narrow = new Matrix<float>(count, width);
        _narrowing.Run(product, frames, rectified: true, narrow);
        var outputs = _gate.Outputs;
        var factors = _gate.Of(narrow);
        using var bytes = new Matrix<byte>(count, width);
        using var sums = new Matrix<int>(count, Places * outputs);
        var steps = new float[count];
        for (var t = 0; t < count; t++)
            steps[t] = VoiceLoops.Quantise(narrow.Row(t), width, VoiceLoops.Greatest(narrow.Row(t), width), bytes.Row(t));
        using (var input = bytes.Tensor(0, count))
        using (var output = sums.Tensor(0, count)) product.Multiply(input, _local.Tensor, output);
        fixed (float* scales = _local.Scales, gate = factors)
        {
            for (var t = 0; t < count; t++)
            {
                var to = frames.Row(t) + at;
                new Span<float>(to, outputs).Clear();
                for (var place = 0; place < Places; place++)
                {
                    var from = t + ((place - 1) * _dilation);
                    if (from < 0 || from >= count) continue;
                    VoiceLoops.AddPlace(sums.Row(from) + (place * outputs), steps[from], scales + (place * outputs), outputs, to);
                }
                VoiceLoops.Multiply(gate + (t / ContextGate.Segment * outputs), outputs, to);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _narrowing.Dispose();
        _local.Dispose();
    }

    /// <summary>[outputs, channels, places] → [channels, places · outputs].</summary>
    private static IntegerColumns Read(float[] values, int outputs)
    {
        var turned = new float[values.Length];
        var channels = values.Length / (outputs * Places);
        for (var o = 0; o < outputs; o++)
            for (var c = 0; c < channels; c++)
                for (var place = 0; place < Places; place++)
                    turned[(((c * Places) + place) * outputs) + o] = values[(((o * channels) + c) * Places) + place];
        return new IntegerColumns(turned, Places * outputs, new float[Places * outputs]);
    }
}
