using System.Numerics.Tensors;
using Hansard.Engine.Audio;

namespace Hansard.Bench.KnownSpeakers;

/// <summary>Ways in which a recording may reach the engine.</summary>
internal enum RecordingCondition
{
    /// <summary>As it is.</summary>
    Clean,

    /// <summary>Over the telephone: 300 to 3,400 Hz, 8,000 samples a second in the 256 steps of µ-law.</summary>
    Telephone,

    /// <summary>From across a room that rings for half a second, with noise 20 dB below the speech.</summary>
    Room,
}

/// <summary>Makes recordings sound as if they had been made otherwise.</summary>
internal static class RecordingConditions
{
    private const int Rate = AudioSpecification.SampleRate;

    private static readonly float[] Band = BandPass(300, 3400, 401);

    /// <param name="samples">The recording.</param>
    /// <param name="condition">How it is made to sound.</param>
    /// <param name="seed">Of the room and the noise.</param>
    public static float[] Apply(float[] samples, RecordingCondition condition, int seed) => condition switch
    {
        RecordingCondition.Telephone => Telephone(samples),
        RecordingCondition.Room => Room(samples, new Random(seed)),
        _ => samples,
    };

    private static float[] BandPass(double low, double high, int taps)
    {
        var filter = new float[taps];
        for (var i = 0; i < taps; i++)
        {
            var window = 0.54 - (0.46 * Math.Cos(2 * Math.PI * i / (taps - 1)));
            filter[i] = (float)(window * (LowPass(high) - LowPass(low)));

            double LowPass(double edge)
            {
                var x = Math.PI * (i - ((taps - 1) / 2.0));
                return x == 0 ? 2 * edge / Rate : Math.Sin(2 * edge / Rate * x) / x;
            }
        }
        return filter;
    }

    /// <summary>Every other sample is sent; between them the receiver's filter draws the line.</summary>
    private static float[] Telephone(float[] samples)
        => Convolve([.. Convolve(samples, Band).Select((s, i) => i % 2 == 0 ? 2 * MuLaw(s) : 0)], Band);

    private static float MuLaw(float sample)
    {
        const float Mu = 255;
        var compressed = MathF.CopySign(MathF.Log(1 + (Mu * Math.Min(1, MathF.Abs(sample)))) / MathF.Log(1 + Mu), sample);
        var step = MathF.Round(compressed * 127) / 127;
        return MathF.CopySign((MathF.Pow(1 + Mu, MathF.Abs(step)) - 1) / Mu, step);
    }

    /// <summary>A room as noise that decays by 60 dB in half a second, as loud altogether as what comes straight.</summary>
    private static float[] Room(float[] samples, Random random)
    {
        var response = new float[Rate / 2];
        for (var i = 1; i < response.Length; i++)
            response[i] = (float)(Gaussian(random) * Math.Pow(10, -3.0 * i / response.Length));
        TensorPrimitives.Divide(response, TensorPrimitives.Norm<float>(response), response);
        response[0] = 1;
        var heard = Convolve(samples, response);
        var noise = new float[heard.Length];
        // Noise that falls off towards high frequencies, as that of rooms does.
        for (var (i, last) = (0, 0.0); i < noise.Length; i++) noise[i] = (float)(last = (0.95 * last) + Gaussian(random));
        var level = TensorPrimitives.Norm<float>(heard) / TensorPrimitives.Norm<float>(noise) * 0.1f;
        TensorPrimitives.MultiplyAdd(noise, level, heard, heard);
        return heard;
    }

    private static float[] Convolve(float[] samples, float[] response)
    {
        var reversed = response.Reverse().ToArray();
        var padded = new float[samples.Length + response.Length - 1];
        samples.CopyTo(padded, response.Length - 1);
        var result = new float[samples.Length];
        for (var i = 0; i < result.Length; i++) result[i] = TensorPrimitives.Dot(padded.AsSpan(i, response.Length), reversed);
        return result;
    }

    private static double Gaussian(Random random)
        => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
