using System.Numerics.Tensors;

namespace Hansard.Engine.Speakers.Segmentation;

/// <summary>
/// Means over the windows that cover a frame of 10 ms: the probability that anybody speaks, and how many do. For one thread.
/// </summary>
/// <param name="frames">Frames of the recording.</param>
internal sealed class StitchedActivity(int frames)
{
    /// <summary>Share of a window at either end over which its weight fades: its outputs there lack context.</summary>
    private const double Fading = 0.1;

    /// <summary>Weight of a window's first and last output.</summary>
    private const double EdgeWeight = 0.3;

    private readonly float[] _weight = new float[frames];
    private readonly float[] _speech = new float[frames];
    private readonly float[] _count = new float[frames];

    /// <summary>For each frame the probability that anybody speaks, 0 where no window was; once <see cref="Complete"/>.</summary>
    public ReadOnlySpan<float> Speech => _speech;

    /// <summary>For each frame the number of people speaking; once <see cref="Complete"/>.</summary>
    public ReadOnlyMemory<float> Count => _count;

    /// <summary>Adds a window.</summary>
    /// <param name="start">Its first sample.</param>
    /// <param name="logProbabilities">[outputs, <see cref="Powerset.Classes"/>].</param>
    /// <param name="outputs">Outputs within the recording.</param>
    /// <returns>Its likeliest classes.</returns>
    public LocalActivity Add(long start, ReadOnlySpan<float> logProbabilities, int outputs)
    {
        var classes = new byte[outputs];
        for (var i = 0; i < outputs; i++)
            classes[i] = (byte)TensorPrimitives.IndexOfMax(logProbabilities.Slice(i * Powerset.Classes, Powerset.Classes));
        var range = SegmentationWindows.Frames(start, outputs, frames);
        for (var t = range.Start; t < range.End; t++)
        {
            var i = SegmentationWindows.OutputAt(start, outputs, t);
            var weight = (float)Weight(i, outputs);
            _weight[t] += weight;
            _speech[t] += weight * (1 - MathF.Exp(logProbabilities[i * Powerset.Classes]));
            _count[t] += weight * Powerset.Count(classes[i]);
        }
        return new LocalActivity(start, classes);
    }

    /// <summary>Ends the sums.</summary>
    public void Complete()
    {
        for (var t = 0; t < frames; t++)
        {
            var weight = Math.Max(_weight[t], 1e-9f);
            (_speech[t], _count[t]) = (_speech[t] / weight, _count[t] / weight);
        }
    }

    private static double Weight(int output, int outputs)
    {
        var edge = Math.Min(output, outputs - output) / (outputs * Fading);
        return edge >= 1 ? 1 : EdgeWeight + ((1 - EdgeWeight) * edge);
    }
}
