using System.Numerics.Tensors;

namespace Hansard.Engine.Audio.Live;

/// <summary>Brings sound to 16 kHz while it arrives: each sample is a sum of those around it, weighted by a windowed sinc.</summary>
/// <remarks>
/// Length, cutoff and window are those of ffmpeg's resampler (libswresample: 32 zero crossings, 0.97 of the band, Kaiser's window of
/// beta 9). A sample is known once half of that has followed it, 1 ms.
/// </remarks>
internal sealed class Resampler
{
    private const int Crossings = 16;

    /// <summary>Share of the band at 16 kHz that is kept; sound of a lower rate keeps all of its own.</summary>
    private const double Cutoff = 0.97;
    private const double Beta = 9;

    /// <summary>Places between two samples that have weights of their own: of most rates all that occur, of others the nearest.</summary>
    private const int MostPhases = 1024;

    private readonly int _rate;
    private readonly int _half;
    private readonly int _phases;

    /// <summary>[phases, 2 · half]</summary>
    private readonly float[] _weights;
    private readonly SampleHistory _heard = new();

    /// <summary>The sample that is made next.</summary>
    private long _next;

    /// <param name="rate">Samples a second of the sound that is taken.</param>
    public Resampler(int rate)
    {
        const int To = AudioSpecification.SampleRate;
        _rate = rate;
        var cutoff = Math.Min(1, Cutoff * To / rate);
        _half = (int)Math.Ceiling(Crossings / cutoff);
        _phases = Math.Min(MostPhases, To / (int)System.Numerics.BigInteger.GreatestCommonDivisor(To, rate));
        _weights = Weights(_phases, _half, cutoff);
        // What is before the first sample is silence.
        Append(new float[_half - 1]);
    }

    /// <summary>Takes samples.</summary>
    /// <returns>Those at 16 kHz that are known by them.</returns>
    public float[] Take(ReadOnlySpan<float> samples)
    {
        Append(samples);
        var heard = _heard.End - (_half - 1);
        // Sample n lies at n · rate / 16000 in what was heard, and needs half of the weights after it.
        return Make(to: Before(heard - _half));
    }

    /// <summary>Ends the sound.</summary>
    /// <returns>The last samples, as if silence followed.</returns>
    public float[] Complete()
    {
        var heard = _heard.End - (_half - 1);
        Append(new float[_half]);
        return Make(to: Before(heard));
    }

    private void Append(ReadOnlySpan<float> samples)
    {
        samples.CopyTo(_heard.Reserve(samples.Length).Span);
        _heard.Commit(samples.Length);
    }

    /// <summary>Number of samples that lie before a place in what was heard.</summary>
    private long Before(long place) => place <= 0 ? 0 : ((place * AudioSpecification.SampleRate) + _rate - 1) / _rate;

    private float[] Make(long to)
    {
        var made = new float[Math.Max(0, to - _next)];
        for (var i = 0; i < made.Length; i++, _next++)
        {
            var (place, rest) = Math.DivRem(_next * _rate, AudioSpecification.SampleRate);
            var phase = (int)(rest * _phases / AudioSpecification.SampleRate);
            made[i] = TensorPrimitives.Dot(
                _heard.Slice(place, place + (2 * _half)), _weights.AsSpan(phase * 2 * _half, 2 * _half));
        }
        _heard.DropBefore(_next * _rate / AudioSpecification.SampleRate);
        return made;
    }

    private static float[] Weights(int phases, int half, double cutoff)
    {
        var weights = new float[phases * 2 * half];
        for (var phase = 0; phase < phases; phase++)
        {
            var row = weights.AsSpan(phase * 2 * half, 2 * half);
            for (var k = 0; k < row.Length; k++)
            {
                var distance = ((double)phase / phases) + half - 1 - k;
                var x = Math.PI * cutoff * distance;
                var window = Bessel(Beta * Math.Sqrt(Math.Max(0, 1 - (distance / half * (distance / half)))));
                row[k] = (float)((x == 0 ? 1 : Math.Sin(x) / x) * window);
            }
            // What does not change stays what it is.
            TensorPrimitives.Divide(row, TensorPrimitives.Sum<float>(row), row);
        }
        return weights;
    }

    /// <summary>The modified Bessel function of the first kind and order 0, by its series.</summary>
    private static double Bessel(double x)
    {
        var (sum, term) = (1.0, 1.0);
        for (var k = 1; term > 1e-12 * sum; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }
}
