using System.Numerics.Tensors;

namespace Hansard.Engine.Audio.Mixing;

/// <summary>Mixes all channels of a recording to one, without losing a voice that only some of them carry.</summary>
/// <remarks>
/// Channels are added up plainly, whatever their layout says: on a conference recorder each is a microphone, also the one whose place is a
/// film's subwoofer. Where they cancel each other out, as when a microphone is connected the wrong way round, the loudest is taken.
/// </remarks>
/// <param name="channels">How many there are, at least 1.</param>
internal sealed class ChannelMixer(int channels)
{
    /// <summary>Moments that are mixed in one way, half a second.</summary>
    public const int BlockFrames = AudioSpecification.SampleRate / 2;

    /// <summary>
    /// Weight of a channel where there are several: the mean of two, as players have it; of more, as loud as two, since a voice may be on
    /// one of them only.
    /// </summary>
    private const float Weight = 0.5f;

    /// <summary>
    /// Energy of the mix over that of the loudest channel, below which they cancel each other out: −17 dB. Unlike sounds have −3, and one
    /// channel alone −6.
    /// </summary>
    private const double Cancelled = 0.02;

    /// <summary>Energy over the loudest block's from which a block decides: pauses are noise, which does not cancel out.</summary>
    private const double Deciding = 0.01;

    /// <summary>Moments over which one way of mixing turns into the other, 10 ms.</summary>
    private const int Turn = AudioSpecification.SampleRate / 100;

    /// <summary>
    /// Amplitude that larger ones count as, twice that of 16-bit integers that were stored as they are: what is more is garbage.
    /// </summary>
    private const float Largest = 65536;

    /// <summary>All channels are mixed.</summary>
    private const int All = -1;

    private int _taken = All;
    private double _loudest;

    /// <summary>Mixes a block.</summary>
    /// <param name="interleaved">Up to <see cref="BlockFrames"/> moments of all channels; not a number counts as silence.</param>
    /// <param name="mono">Receives a sample for each moment.</param>
    public void Mix(ReadOnlySpan<float> interleaved, Span<float> mono)
    {
        var frames = interleaved.Length / channels;
        if (channels == 1)
        {
            for (var t = 0; t < frames; t++) mono[t] = Finite(interleaved[t]);
            return;
        }
        var before = _taken;
        MixAll(interleaved, mono[..frames]);
        Decide(interleaved, mono[..frames]);
        if (before == _taken && _taken == All) return;
        for (var t = 0; t < frames; t++)
        {
            var now = Sample(interleaved, t, _taken, mono[t]);
            mono[t] = t >= Turn ? now : float.Lerp(Sample(interleaved, t, before, mono[t]), now, (float)t / Turn);
        }
    }

    /// <summary>Takes one channel of a block.</summary>
    /// <param name="interleaved">Moments of all channels.</param>
    /// <param name="channels">How many there are.</param>
    /// <param name="channel">Which, from 0 on.</param>
    /// <param name="mono">Receives a sample for each moment.</param>
    public static void Take(ReadOnlySpan<float> interleaved, int channels, int channel, Span<float> mono)
    {
        for (var t = 0; t < interleaved.Length / channels; t++) mono[t] = Finite(interleaved[(t * channels) + channel]);
    }

    private void MixAll(ReadOnlySpan<float> interleaved, Span<float> mono)
    {
        for (var t = 0; t < mono.Length; t++)
        {
            var sum = 0f;
            foreach (var sample in interleaved.Slice(t * channels, channels)) sum += Finite(sample);
            mono[t] = sum * Weight;
        }
    }

    private void Decide(ReadOnlySpan<float> interleaved, ReadOnlySpan<float> mix)
    {
        var (loudest, most) = (0, 0.0);
        for (var c = 0; c < channels; c++)
        {
            var energy = 0.0;
            for (var i = c; i < interleaved.Length; i += channels) energy += (double)Finite(interleaved[i]) * Finite(interleaved[i]);
            if (energy > most) (loudest, most) = (c, energy);
        }
        if (most <= _loudest * Deciding) return;
        _loudest = Math.Max(_loudest, most);
        var mixed = (double)TensorPrimitives.SumOfSquares(mix);
        _taken = mixed < Cancelled * most ? loudest : All;
    }

    private float Sample(ReadOnlySpan<float> interleaved, int frame, int channel, float mix)
        => channel == All ? mix : Finite(interleaved[(frame * channels) + channel]);

    /// <summary>A sample as it counts: what is no number is silence, and what is too large is garbage.</summary>
    public static float Finite(float sample) => float.IsNaN(sample) ? 0 : Math.Clamp(sample, -Largest, Largest);
}
