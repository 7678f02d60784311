using Hansard.Engine.Matrices;

namespace Hansard.Engine.Speakers.Voices.CamPlusPlus;

/// <summary>A layer over each frame by itself: normalisation, rectifier, product.</summary>
/// <param name="Activation">Before the product.</param>
/// <param name="Columns">Of the product.</param>
internal sealed unsafe record ActivatedLayer(ChannelActivation Activation, IntegerColumns Columns) : IDisposable
{
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
