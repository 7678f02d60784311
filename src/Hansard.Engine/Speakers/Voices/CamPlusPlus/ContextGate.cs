using Hansard.Engine.Matrices;

namespace Hansard.Engine.Speakers.Voices.CamPlusPlus;

/// <summary>
/// Context-aware masking: factors of a layer's outputs, from the mean of all frames and that of the two seconds that they are in.
/// </summary>
internal sealed unsafe class ContextGate
{
    /// <summary>Frames, of 20 ms, over which the local mean goes: <c>seg_len</c> of 3D-Speaker, with which it was trained.</summary>
    public const int Segment = 100;

    private readonly float[] _first;
    private readonly float[] _firstBias;
    private readonly float[] _second;
    private readonly float[] _secondBias;

    /// <summary>Reads the two layers of the gate.</summary>
    public ContextGate(CamWeights weights, string name)
    {
        (_first, _firstBias) = Read(weights, $"{name}.linear1");
        (_second, _secondBias) = Read(weights, $"{name}.linear2");
    }

    /// <summary>Outputs that are scaled.</summary>
    public int Outputs => _secondBias.Length;

    /// <summary>Computes the factors.</summary>
    /// <param name="frames">[frames, channels].</param>
    /// <returns>[segments, outputs].</returns>
    public float[] Of(Matrix<float> frames)
    {
        var (channels, hidden) = (frames.Columns, _firstBias.Length);
        var segments = (frames.Rows + Segment - 1) / Segment;
        var (sums, total, layer) = (new float[segments * channels], new float[channels], new float[hidden]);
        var factors = new float[segments * Outputs];
        fixed (float* sum = sums, all = total, between = layer, gate = factors, first = _first, second = _second)
        {
            for (var t = 0; t < frames.Rows; t++) VoiceLoops.Add(frames.Row(t), channels, sum + (t / Segment * channels));
            for (var s = 0; s < segments; s++) VoiceLoops.Add(sum + (s * channels), channels, all);
            for (var s = 0; s < segments; s++)
            {
                var local = sum + (s * channels);
                var to = gate + (s * Outputs);
                var length = Math.Min(Segment, frames.Rows - (s * Segment));
                _firstBias.CopyTo(layer, 0);
                for (var c = 0; c < channels; c++)
                    VoiceLoops.AddScaled((all[c] / frames.Rows) + (local[c] / length), first + (c * hidden), hidden, between);
                _secondBias.CopyTo(factors, s * Outputs);
                for (var c = 0; c < hidden; c++) VoiceLoops.AddScaled(Math.Max(between[c], 0), second + (c * Outputs), Outputs, to);
                for (var c = 0; c < Outputs; c++) to[c] = 1 / (1 + MathF.Exp(-to[c]));
            }
        }
        return factors;
    }

    /// <summary>Weights as [inputs, outputs], and the bias.</summary>
    private static (float[] Weights, float[] Bias) Read(CamWeights weights, string name)
    {
        var (values, bias) = (weights.Floats($"{name}.w"), weights.Floats($"{name}.b"));
        var turned = new float[values.Length];
        var inputs = values.Length / bias.Length;
        for (var o = 0; o < bias.Length; o++)
            for (var i = 0; i < inputs; i++) turned[(i * bias.Length) + o] = values[(o * inputs) + i];
        return (turned, bias);
    }
}
