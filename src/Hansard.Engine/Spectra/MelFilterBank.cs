namespace Hansard.Engine.Spectra;

/// <summary>
/// Triangular filters equally spaced on a mel scale: Slaney's, each of unit area (librosa's <c>filters.mel</c> with its defaults, which
/// Whisper uses), or Kaldi's.
/// </summary>
internal sealed class MelFilterBank
{
    private readonly int[] _firstBin;
    private readonly float[][] _weights;

    /// <summary>Slaney's filters.</summary>
    /// <param name="bands">Number of filters.</param>
    /// <param name="transformSize">Size of the Fourier transform whose power spectrum is filtered.</param>
    /// <param name="sampleRate">Hz; the filters cover 0 to half of it.</param>
    public MelFilterBank(int bands, int transformSize, int sampleRate)
        : this(
            [.. Edges(bands, 0, ToMel(sampleRate / 2.0)).Select(ToHertz)], transformSize, sampleRate, static hertz => hertz,
            static (low, high) => 2 / (high - low))
    {
    }

    private MelFilterBank(double[] edges, int transformSize, int sampleRate, Func<double, double> scale, Func<double, double, double> norm)
    {
        (Bands, Bins) = (edges.Length - 2, (transformSize / 2) + 1);
        (_firstBin, _weights) = (new int[Bands], new float[Bands][]);
        for (var band = 0; band < Bands; band++)
        {
            var filter = new float[Bins];
            var (low, centre, high) = (edges[band], edges[band + 1], edges[band + 2]);
            for (var bin = 0; bin < Bins; bin++)
            {
                var place = scale((double)bin * sampleRate / transformSize);
                var triangle = Math.Max(0, Math.Min((place - low) / (centre - low), (high - place) / (high - centre)));
                filter[bin] = (float)(triangle * norm(low, high));
            }
            var first = Math.Max(0, Array.FindIndex(filter, w => w > 0));
            _firstBin[band] = first;
            _weights[band] = filter[first..(Array.FindLastIndex(filter, w => w > 0) + 1)];
        }
    }

    /// <summary>
    /// Kaldi's filters (<c>compute-fbank-feats</c>): triangles on the mel scale itself, of height 1, from 20 Hz to half the rate.
    /// </summary>
    /// <inheritdoc cref="MelFilterBank(int, int, int)"/>
    public static MelFilterBank Kaldi(int bands, int transformSize, int sampleRate)
        => new(Edges(bands, ToKaldiMel(20), ToKaldiMel(sampleRate / 2.0)), transformSize, sampleRate, ToKaldiMel, static (_, _) => 1);

    /// <summary>Number of filters.</summary>
    public int Bands { get; }

    /// <summary>Bins of the power spectrum.</summary>
    public int Bins { get; }

    /// <summary>The weight of one bin in one band.</summary>
    public float this[int band, int bin]
        => bin - _firstBin[band] is var i and >= 0 && i < _weights[band].Length ? _weights[band][i] : 0;

    /// <summary>Filters a spectrogram.</summary>
    /// <param name="power">[bins, frames].</param>
    /// <param name="frames">Number of frames.</param>
    /// <param name="mel">Receives [bands, frames].</param>
    public void Apply(ReadOnlySpan<double> power, int frames, Span<double> mel)
    {
        for (var band = 0; band < Bands; band++)
        {
            var row = mel.Slice(band * frames, frames);
            row.Clear();
            var weights = _weights[band];
            for (var i = 0; i < weights.Length; i++)
            {
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(
                    power.Slice((_firstBin[band] + i) * frames, frames), (double)weights[i], row, row);
            }
        }
    }

    private static double[] Edges(int bands, double from, double to)
        => [.. Enumerable.Range(0, bands + 2).Select(i => from + ((to - from) * i / (bands + 1)))];

    private static double ToKaldiMel(double hertz) => 1127 * Math.Log(1 + (hertz / 700));

    private static double ToMel(double hertz) => hertz >= 1000 ? 15 + (Math.Log(hertz / 1000) * 27 / Math.Log(6.4)) : hertz * 3 / 200;

    private static double ToHertz(double mel) => mel >= 15 ? 1000 * Math.Exp((mel - 15) * Math.Log(6.4) / 27) : mel * 200 / 3;
}
