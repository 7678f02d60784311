using Hansard.Engine.Matrices;

namespace Hansard.Engine.Speakers.Voices.CamPlusPlus;

/// <summary>A layer over each frame by itself: normalisation, rectifier, product.</summary>
/// <param name="Activation">Before the product.</param>
/// <param name="Columns">Of the product.</param>
internal sealed unsafe record ActivatedLayer(ChannelActivation Activation, IntegerColumns Columns) : IDisposable
{
    /// <summary>
    /// Degree to which the weights of the inputs are brought to one magnitude, which the activation makes good; 1: wholly.
    /// </summary>
    /// <remarks>
    /// Weights of inputs that are always small are large, and leave the scale of an output too coarse for the others (Xiao et al.,
    /// SmoothQuant: between 0.4 and 0.9). Cosine with the voice in floating point of three pieces, the worst of them of 0.7 s: 0.9963,
    /// 0.9966 and 0.9881 with 0; 0.9974, 0.9971, 0.9963 with 0.5; 0.9972, 0.9973, 0.9968 with 0.75; 0.9975, 0.9971, 0.9884 with 1.
    /// </remarks>
    private const float WeightShare = 0.6f;

    /// <summary>Reads a layer.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="activation">Name of the normalisation.</param>
    /// <param name="layer">Name of the layer whose product it is.</param>
    /// <param name="isFine">See <see cref="IntegerColumns.IsFine"/>.</param>
    public static ActivatedLayer Read(CamWeights weights, string activation, string layer, bool isFine = false)
    {
        var norm = ChannelActivation.Read(weights, activation);
        var factors = weights.Reaches(layer);
        for (var i = 0; i < factors.Length; i++)
        {
            factors[i] = MathF.Pow(factors[i], WeightShare);
            norm.Scale[i] *= factors[i];
            norm.Shift[i] *= factors[i];
        }
        return new ActivatedLayer(norm, weights.Columns(layer, divisors: factors, isFine: isFine));
    }
    /// <summary>Takes frames through it.</summary>
    /// <param name="product">Multiplies.</param>
    /// <param name="frames">[frames, channels]; the first as many channels as the product has are read.</param>
    /// <param name="rectified">Indicates whether negative results become 0.</param>
    /// <param name="result">[frames, channels]; the first of each are written.</param>
    public void Run(IntegerProduct product, Matrix<float> frames, bool rectified, Matrix<float> result)
    {
        using var block = new FrameBlock(product, Columns, frames.Rows);
        using var row = new Matrix<float>(1, Columns.Inputs);
        fixed (float* scale = Activation.Scale, shift = Activation.Shift)
        {
            for (var first = 0; block.Begin(frames.Rows - first); first += block.Count)
            {
                for (var t = 0; t < block.Count; t++)
                    block.Quantise(t, row.Start, VoiceLoops.Activate(frames.Row(first + t), scale, shift, Columns.Inputs, row.Start));
                block.Multiply();
                for (var t = 0; t < block.Count; t++) block.Finish(t, rectified, result.Row(first + t));
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => Columns.Dispose();
}
