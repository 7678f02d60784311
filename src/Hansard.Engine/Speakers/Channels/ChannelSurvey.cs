using System.Numerics.Tensors;
using Hansard.Engine.Audio;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers.Channels;

/// <summary>Finds out whether the two channels of a recording each carry their own voice, as those of a telephone call do.</summary>
/// <remarks>
/// Of one room, both channels carry every voice at about the same level, or at least the same waveform a little later; of a call, one is
/// far louder, or both carry unlike sound. The first ten minutes are surveyed: what is decided there is rarely otherwise later.
/// </remarks>
internal sealed class ChannelSurvey(VoiceActivityModel voiceActivity)
{
    /// <summary>Samples in a block: half a second, in whole frames of the voice activity model.</summary>
    public const int BlockSamples = 16 * VoiceActivityModel.FrameSamples;

    /// <summary>Blocks that are surveyed at most.</summary>
    private const int MaximumBlocks = 600 * AudioSpecification.SampleRate / BlockSamples;

    /// <summary>dB: leakage from one side of a call to the other is weaker; two microphones in one room seldom differ so much.</summary>
    private const double ApartLevel = 12;

    /// <summary>Two voices at once are less alike than this in half a second, and one voice through two microphones is more.</summary>
    private const double ApartCorrelation = 0.3;

    /// <summary>Share of the blocks with speech in which the channels have to be apart.</summary>
    private const double ApartShare = 0.8;

    /// <summary>Each channel has to lead in this share of them, and in two at least: a channel of noise is no voice.</summary>
    private const double LeadShare = 0.05;

    /// <summary>dB below the other channel that a leading one may be.</summary>
    private const double LeadLevel = -6;

    /// <summary>Lags of the cross-correlation, in samples at 8 kHz: 8 ms, 2.7 m of way.</summary>
    private const int MaximumLag = 64;

    /// <summary>Probability from which a frame counts as speech: Silero's default.</summary>
    private const float SpeechProbability = 0.5f;

    /// <summary>Hears two channels and decides.</summary>
    /// <param name="first">One channel, read from its start.</param>
    /// <param name="second">The other.</param>
    /// <param name="cancellationToken">Stops at the next block.</param>
    public async Task<bool> AreApartAsync(IAudioReader first, IAudioReader second, CancellationToken cancellationToken)
    {
        List<ChannelBlock> blocks = [];
        var (firstDetector, secondDetector) = (new VoiceActivityDetector(voiceActivity), new VoiceActivityDetector(voiceActivity));
        var (a, b) = (new float[BlockSamples], new float[BlockSamples]);
        for (var i = 0; i < MaximumBlocks; i++)
        {
            var count = Math.Min(
                await first.ReadAsync(a, cancellationToken).ConfigureAwait(false),
                await second.ReadAsync(b, cancellationToken).ConfigureAwait(false));
            if (count < BlockSamples / 2) break;
            a.AsSpan(count).Clear();
            b.AsSpan(count).Clear();
            blocks.Add(Compare(a, b, firstDetector, secondDetector));
        }
        return AreApart(blocks);
    }

    /// <summary>Decides by what blocks carry.</summary>
    public static bool AreApart(IReadOnlyList<ChannelBlock> blocks)
    {
        ChannelBlock[] speech = [.. blocks.Where(b => b.FirstSpeaks || b.SecondSpeaks)];
        var apart = speech.Count(b => Math.Abs(b.LevelDifference) >= ApartLevel || b.Correlation < ApartCorrelation);
        var least = Math.Max(2, LeadShare * speech.Length);
        return speech.Length > 0 && apart >= ApartShare * speech.Length
            && speech.Count(b => b.FirstSpeaks && b.LevelDifference >= LeadLevel) >= least
            && speech.Count(b => b.SecondSpeaks && -b.LevelDifference >= LeadLevel) >= least;
    }

    private static ChannelBlock Compare(float[] a, float[] b, VoiceActivityDetector first, VoiceActivityDetector second)
    {
        Span<float> probabilities = stackalloc float[BlockSamples / VoiceActivityModel.FrameSamples];
        var firstSpeaks = Speaks(first, a, probabilities);
        var secondSpeaks = Speaks(second, b, probabilities);
        var difference = 10 * Math.Log10(
            (TensorPrimitives.SumOfSquares<float>(a) + 1e-9) / (TensorPrimitives.SumOfSquares<float>(b) + 1e-9));
        return new ChannelBlock(difference, firstSpeaks || secondSpeaks ? Correlation(Halved(a), Halved(b)) : 0, firstSpeaks, secondSpeaks);
    }

    private static bool Speaks(VoiceActivityDetector detector, float[] samples, Span<float> probabilities)
    {
        detector.Process(samples, probabilities);
        return TensorPrimitives.Max<float>(probabilities) >= SpeechProbability;
    }

    /// <summary>8 kHz is enough for voices, and a quarter of the work.</summary>
    private static float[] Halved(float[] samples)
    {
        var halved = new float[samples.Length / 2];
        for (var i = 0; i < halved.Length; i++) halved[i] = (samples[2 * i] + samples[(2 * i) + 1]) / 2;
        return halved;
    }

    private static double Correlation(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var energy = Math.Sqrt((double)TensorPrimitives.SumOfSquares(a) * TensorPrimitives.SumOfSquares(b)) + 1e-9;
        var highest = 0.0;
        for (var lag = -MaximumLag; lag <= MaximumLag; lag++)
        {
            var overlap = a.Length - Math.Abs(lag);
            highest = Math.Max(
                highest, Math.Abs(TensorPrimitives.Dot(a.Slice(Math.Max(0, lag), overlap), b.Slice(Math.Max(0, -lag), overlap))));
        }
        return highest / energy;
    }
}
