using Hansard.Engine.Matrices;
using Hansard.Engine.Models;

namespace Hansard.Engine.Speakers.Voices.CamPlusPlus;

/// <summary>Two convolutions of the head, and what goes past them.</summary>
/// <param name="First">The first.</param>
/// <param name="Second">The second.</param>
/// <param name="Shortcut">Of one place, where the bands become fewer; null: the image itself.</param>
internal sealed record ResidualBlock(ImageConvolution First, ImageConvolution Second, ImageConvolution? Shortcut) : IDisposable
{
    /// <summary>Reads a block: one with a shortcut halves the bands.</summary>
    public static ResidualBlock Read(CamWeights weights, string name)
    {
        var halves = weights.Has($"{name}.shortcut.0.w");
        using var made = new DisposedOnFailure();
        var block = new ResidualBlock(
            made.Add(ImageConvolution.Read(weights, $"{name}.conv1", halves ? 2 : 1)),
            made.Add(ImageConvolution.Read(weights, $"{name}.conv2")),
            halves ? made.Add(new ImageConvolution(weights.Columns($"{name}.shortcut.0"), 2)) : null);
        made.Keep();
        return block;
    }

    /// <summary>Takes an image through the block.</summary>
    /// <param name="product">Multiplies.</param>
    /// <param name="image">[frames · bands, channels], none negative.</param>
    /// <param name="bands">Bands of it; then those of the result.</param>
    /// <param name="greatest">No number is greater.</param>
    public (Matrix<float> Image, float Greatest) Run(IntegerProduct product, Matrix<float> image, ref int bands, float greatest)
    {
        using var bytes = new ByteImage(image, bands, greatest);
        var frames = image.Rows / bands;
        bands = First.BandsOf(bands);
        using var between = new Matrix<float>(frames * bands, ImageConvolution.Channels);
        var reach = First.Run(product, bytes, null, rectified: true, between);
        using var betweenBytes = new ByteImage(between, bands, reach);
        var result = new Matrix<float>(frames * bands, ImageConvolution.Channels);
        // What goes past them is added in place.
        Shortcut?.Run(product, bytes, null, rectified: false, result);
        return (result, Second.Run(product, betweenBytes, Shortcut is null ? image : result, rectified: true, result));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        First.Dispose();
        Second.Dispose();
        Shortcut?.Dispose();
    }
}
