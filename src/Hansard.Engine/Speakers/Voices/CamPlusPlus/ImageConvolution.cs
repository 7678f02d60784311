using Hansard.Engine.Matrices;

namespace Hansard.Engine.Speakers.Voices.CamPlusPlus;

/// <summary>A convolution of the head over three frames and three bands, as a product of nine places side by side.</summary>
/// <param name="columns">[frames · bands · channels, outputs].</param>
/// <param name="stride">Bands from one place to the next.</param>
internal sealed unsafe class ImageConvolution(IntegerColumns columns, int stride) : IDisposable
{
    /// <summary>Channels of every image.</summary>
    public const int Channels = 32;

    /// <summary>Frames, and bands, of a place.</summary>
    public const int Reach = 3;

    /// <summary>Rows multiplied at once: they stay in a processor's own cache.</summary>
    private const int Block = 512;

    /// <summary>Reads a convolution over nine places.</summary>
    public static ImageConvolution Read(CamWeights weights, string name, int stride = 1)
        // [channels, bands, frames] → [frames, bands, channels]
        => new(weights.Columns(name, i => (((i % Reach * Reach) + (i / Reach % Reach)) * Channels) + (i / (Reach * Reach))), stride);

    /// <summary>Bands of the image that comes of one.</summary>
    public int BandsOf(int bands) => (bands - 1) / stride + 1;

    /// <summary>Convolves, and rectifies.</summary>
    /// <param name="product">Multiplies.</param>
    /// <param name="image">What is convolved.</param>
    /// <param name="added">[places, channels], added before it is rectified; null: nothing.</param>
    /// <param name="rectified">Indicates whether negative numbers become 0.</param>
    /// <param name="result">[places, channels].</param>
    /// <returns>The greatest of the results, if they are rectified.</returns>
    public float Run(IntegerProduct product, ByteImage image, Matrix<float>? added, bool rectified, Matrix<float> result)
    {
        var bands = BandsOf(image.Bands);
        var (inputs, greatest) = (columns.Inputs, 0f);
        using var rows = new Matrix<byte>(Math.Min(Block, result.Rows), inputs);
        using var sums = new Matrix<int>(rows.Rows, Channels);
        fixed (float* scales = columns.Scales, bias = columns.Bias)
        {
            for (var first = 0; first < result.Rows; first += Block)
            {
                var count = Math.Min(Block, result.Rows - first);
                for (var i = 0; i < count; i++) Gather(image, (first + i) / bands, (first + i) % bands * stride, rows.Row(i));
                using (var input = rows.Tensor(0, count))
                using (var output = sums.Tensor(0, count)) product.Multiply(input, columns.Tensor, output);
                var from = sums.Start;
                var to = result.Row(first);
                for (var i = 0; i < count; i++, from += Channels, to += Channels)
                {
                    if (!rectified) VoiceLoops.Finish(from, image.Step, scales, bias, Channels, to);
                    else
                    {
                        greatest = Math.Max(greatest, added is null
                            ? VoiceLoops.FinishRectified(from, image.Step, scales, bias, Channels, to)
                            : VoiceLoops.FinishAdded(from, image.Step, scales, bias, Channels, added.Row(first + i), to));
                    }
                }
            }
        }
        return greatest;
    }

    /// <inheritdoc />
    public void Dispose() => columns.Dispose();

    private void Gather(ByteImage image, int frame, int band, byte* row)
    {
        if (columns.Inputs == Channels)
        {
            Buffer.MemoryCopy(image.Place(frame + 1, band + 1), row, Channels, Channels);
            return;
        }
        const int Length = Reach * Channels;
        for (var i = 0; i < Reach; i++, row += Length) Buffer.MemoryCopy(image.Place(frame + i, band), row, Length, Length);
    }
}
