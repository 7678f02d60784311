using Hansard.Engine.Matrices;

namespace Hansard.Engine.Speakers.Voices.CamPlusPlus;

/// <summary>Frames of bands of channels in bytes of one scale, with zeros around them.</summary>
internal sealed unsafe class ByteImage : IDisposable
{
    private const int Channels = ImageConvolution.Channels;
    private readonly Matrix<byte> _bytes;

    /// <summary>Quantises an image.</summary>
    /// <param name="values">[frames · bands, channels], none negative.</param>
    /// <param name="bands">Bands of a frame.</param>
    /// <param name="greatest">None is greater.</param>
    public ByteImage(Matrix<float> values, int bands, float greatest)
    {
        var frames = values.Rows / bands;
        Bands = bands;
        _bytes = new Matrix<byte>(frames + 2, (bands + 2) * Channels);
        _bytes.Span(0, 1).Clear();
        _bytes.Span(frames + 1, 1).Clear();
        for (var t = 0; t < frames; t++)
        {
            new Span<byte>(Place(t + 1, 0), Channels).Clear();
            new Span<byte>(Place(t + 1, bands + 1), Channels).Clear();
            Step = VoiceLoops.Quantise(values.Row(t * bands), bands * Channels, greatest, Place(t + 1, 1));
        }
    }

    /// <summary>Bands of a frame, without the zeros.</summary>
    public int Bands { get; }

    /// <summary>The value of 1.</summary>
    public float Step { get; }

    /// <summary>A place, counted with the zeros around.</summary>
    public byte* Place(int frame, int band) => _bytes.Row(frame) + (band * Channels);

    /// <inheritdoc />
    public void Dispose() => _bytes.Dispose();
}
