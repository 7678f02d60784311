using System.Numerics;
using System.Runtime.InteropServices;

namespace Hansard.Engine.Spectra;

/// <summary>
/// Power spectra of overlapping windowed frames: |rfft(window · frame)|², in double precision.
/// </summary>
/// <remarks>
/// A mixed-radix Stockham transform (Stockham 1966) whose lanes are frames: every SIMD lane transforms a pair of frames of its
/// own, packed as the real and the imaginary part of one complex signal. Whisper uses 400-point frames, which no
/// power-of-two library transform fits; the field's references compute in double precision, and a single-precision transform
/// visibly changes what int8 networks answer.
/// </remarks>
internal sealed class ShortTimeFourierTransform
{
    private readonly int[] _radices;
    private readonly double[] _window;
    private readonly Complex[] _roots;

    /// <param name="size">Samples per frame; a product of 2, 3, 4 and 5.</param>
    /// <param name="hop">Samples from the start of a frame to the start of the next.</param>
    /// <param name="window">[size]; null: a periodic Hann window.</param>
    /// <exception cref="ArgumentException"><paramref name="size"/> has another prime factor.</exception>
    public ShortTimeFourierTransform(int size, int hop, double[]? window = null)
    {
        (Size, Hop, _radices) = (size, hop, Factorise(size));
        _window = window ?? [.. Enumerable.Range(0, size).Select(i => 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / size)))];
        _roots = [.. Enumerable.Range(0, size).Select(i => Complex.FromPolarCoordinates(1, -2 * Math.PI * i / size))];
    }

    /// <summary>Samples per frame.</summary>
    public int Size { get; }

    /// <summary>Samples between the starts of neighbouring frames.</summary>
    public int Hop { get; }

    /// <summary>Bins of a power spectrum: size / 2 + 1.</summary>
    public int Bins => (Size / 2) + 1;

    /// <summary>Transforms consecutive frames.</summary>
    /// <param name="samples">At least (frames − 1) · hop + size samples.</param>
    /// <param name="frames">Number of frames.</param>
    /// <param name="power">Receives [bins, frames], so that a filter bank runs along contiguous frames.</param>
    public void Power(ReadOnlySpan<float> samples, int frames, Span<double> power)
    {
        var lanes = Vector<double>.Count;
        var re = new Vector<double>[Size];
        var im = new Vector<double>[Size];
        var workRe = new Vector<double>[Size];
        var workIm = new Vector<double>[Size];
        var reLanes = MemoryMarshal.Cast<Vector<double>, double>(re.AsSpan());
        var imLanes = MemoryMarshal.Cast<Vector<double>, double>(im.AsSpan());
        for (var first = 0; first < frames; first += 2 * lanes)
        {
            for (var lane = 0; lane < lanes; lane++)
            {
                Load(samples, first + (2 * lane), frames, reLanes, lane);
                Load(samples, first + (2 * lane) + 1, frames, imLanes, lane);
            }
            var (r, i) = Transform(re, im, workRe, workIm);
            Unpack(r, i, first, frames, power);
        }
    }

    private void Load(ReadOnlySpan<float> samples, int frame, int frames, Span<double> lanesOut, int lane)
    {
        var lanes = Vector<double>.Count;
        if (frame >= frames)
        {
            for (var n = 0; n < Size; n++) lanesOut[(n * lanes) + lane] = 0;
            return;
        }
        var input = samples.Slice(frame * Hop, Size);
        for (var n = 0; n < Size; n++) lanesOut[(n * lanes) + lane] = input[n] * _window[n];
    }

    /// <summary>Separates the spectra of the two real signals: X₁ = (Z(k) + Z*(N−k)) / 2, X₂ = (Z(k) − Z*(N−k)) / 2i.</summary>
    private void Unpack(Vector<double>[] re, Vector<double>[] im, int first, int frames, Span<double> power)
    {
        var lanes = Vector<double>.Count;
        var quarter = new Vector<double>(0.25);
        for (var k = 0; k < Bins; k++)
        {
            var m = (Size - k) % Size;
            var (sumRe, difRe) = (re[k] + re[m], re[k] - re[m]);
            var (sumIm, difIm) = (im[k] + im[m], im[k] - im[m]);
            var a = ((sumRe * sumRe) + (difIm * difIm)) * quarter;
            var b = ((sumIm * sumIm) + (difRe * difRe)) * quarter;
            var row = power.Slice(k * frames, frames);
            for (var lane = 0; lane < lanes; lane++)
            {
                var frame = first + (2 * lane);
                if (frame < frames) row[frame] = a[lane];
                if (frame + 1 < frames) row[frame + 1] = b[lane];
            }
        }
    }

    /// <summary>Stockham's self-sorting decimation: the result is in order, in one of the two buffers.</summary>
    private Spectrum Transform(
        Vector<double>[] re, Vector<double>[] im, Vector<double>[] workRe, Vector<double>[] workIm)
    {
        var (length, stride) = (Size, 1);
        foreach (var radix in _radices)
        {
            var part = length / radix;
            for (var p = 0; p < part; p++)
            {
                for (var q = 0; q < stride; q++)
                {
                    for (var j = 0; j < radix; j++)
                    {
                        var (sumRe, sumIm) = (Vector<double>.Zero, Vector<double>.Zero);
                        for (var t = 0; t < radix; t++)
                        {
                            // Root of the small transform and twiddle in one factor: w_radix^(tj) · w_length^(pj).
                            var w = _roots[(int)(((long)t * j * (Size / radix)) + ((long)p * j * stride)) % Size];
                            var from = q + (stride * (p + (part * t)));
                            sumRe += (re[from] * w.Real) - (im[from] * w.Imaginary);
                            sumIm += (re[from] * w.Imaginary) + (im[from] * w.Real);
                        }
                        var to = q + (stride * ((radix * p) + j));
                        (workRe[to], workIm[to]) = (sumRe, sumIm);
                    }
                }
            }
            (re, workRe) = (workRe, re);
            (im, workIm) = (workIm, im);
            (length, stride) = (part, stride * radix);
        }
        return new Spectrum(re, im);
    }

    private static int[] Factorise(int size)
    {
        List<int> radices = [];
        foreach (var radix in (int[])[4, 2, 3, 5])
        {
            for (; size % radix == 0; size /= radix) radices.Add(radix);
        }
        return size == 1 ? [.. radices] : throw new ArgumentException("The frame size must be a product of 2, 3, 4 and 5.", nameof(size));
    }

    /// <summary>Complex numbers.</summary>
    /// <param name="Re">Real parts.</param>
    /// <param name="Im">Imaginary parts.</param>
    private readonly record struct Spectrum(Vector<double>[] Re, Vector<double>[] Im);
}
