using System.Runtime.CompilerServices;
using Hansard.Engine.Matrices;
using Hansard.Engine.Models;

namespace Hansard.Engine.Speakers.Voices.CamPlusPlus;

/// <summary>The head of CAM++: convolutions over frames and bands, which end in 320 channels of a frame.</summary>
internal sealed unsafe class ConvolutionHead : IDisposable
{
    private const int Channels = ImageConvolution.Channels;
    private const int Reach = ImageConvolution.Reach;
    private readonly float[] _first;
    private readonly float[] _firstBias;
    private readonly ResidualBlock[] _blocks;
    private readonly ImageConvolution _last;

    /// <summary>Reads the head.</summary>
    public ConvolutionHead(CamWeights weights)
    {
        // [outputs, bands, frames] → [frames, bands, outputs]
        var first = weights.Floats("head.conv1.w");
        _first = new float[first.Length];
        for (var i = 0; i < first.Length; i++)
            _first[(((i % Reach * Reach) + (i / Reach % Reach)) * Channels) + (i / (Reach * Reach))] = first[i];
        _firstBias = weights.Floats("head.conv1.b");
        using var made = new DisposedOnFailure();
        _blocks = [
            made.Add(ResidualBlock.Read(weights, "head.layer1.0")), made.Add(ResidualBlock.Read(weights, "head.layer1.1")),
            made.Add(ResidualBlock.Read(weights, "head.layer2.0")), made.Add(ResidualBlock.Read(weights, "head.layer2.1")),
        ];
        _last = made.Add(ImageConvolution.Read(weights, "head.conv2", stride: 2));
        made.Keep();
    }

    /// <summary>Takes frames of the filter bank through the head.</summary>
    /// <param name="product">Multiplies.</param>
    /// <param name="features">[frames, <see cref="KaldiFilterBank.Bands"/>].</param>
    /// <param name="frames">How many.</param>
    /// <returns>[frames · bands, channels], none negative.</returns>
    public Matrix<float> Run(IntegerProduct product, ReadOnlySpan<float> features, int frames)
    {
        var bands = KaldiFilterBank.Bands;
        var image = new Matrix<float>(frames * bands, Channels);
        var greatest = Begin(features, frames, image);
        foreach (var block in _blocks)
        {
            using var before = image;
            (image, greatest) = block.Run(product, before, ref bands, greatest);
        }
        using var last = image;
        using var bytes = new ByteImage(last, bands, greatest);
        var result = new Matrix<float>(frames * _last.BandsOf(bands), Channels);
        _last.Run(product, bytes, null, rectified: true, result);
        return result;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var block in _blocks) block.Dispose();
        _last.Dispose();
    }

    /// <summary>The first convolution, in floating point: what comes in has but one channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float Begin(ReadOnlySpan<float> features, int frames, Matrix<float> image)
    {
        const int Bands = KaldiFilterBank.Bands, Wide = Bands + 2;
        var padded = new float[(frames + 2) * Wide];
        for (var t = 0; t < frames; t++) features.Slice(t * Bands, Bands).CopyTo(padded.AsSpan(((t + 1) * Wide) + 1));
        var greatest = 0f;
        fixed (float* weights = _first, bias = _firstBias, from = padded)
        {
            for (var t = 0; t < frames; t++)
            {
                for (var band = 0; band < Bands; band++)
                {
                    var to = image.Row((t * Bands) + band);
                    greatest = Math.Max(greatest, VoiceLoops.Places(from + (t * Wide) + band, Wide, weights, bias, to));
                }
            }
        }
        return greatest;
    }
}
