using Hansard.Engine.Audio.Mixing;

namespace Hansard.Engine.Tests.Audio.Mixing;

public sealed class ChannelMixerTests
{
    private const int Frames = ChannelMixer.BlockFrames;

    private static readonly float[] Voice = [.. Enumerable.Range(0, Frames).Select(t => 0.3f * MathF.Sin(t * 0.2f))];

    [Fact]
    public void Two_channels_give_their_mean()
    {
        var mono = Mix(2, [[.. Voice], [.. Voice.Select(v => v / 3)]]);
        Assert.All(mono.Zip(Voice), p => Assert.Equal(p.Second * 2 / 3, p.First, 1e-6f));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(16)]
    public void A_voice_on_one_of_many_channels_is_as_loud_as_on_one_of_two(int channels)
    {
        var parts = Enumerable.Range(0, channels).Select(c => c == channels - 1 ? Voice : new float[Frames]).ToArray();
        Assert.All(Mix(channels, parts).Zip(Voice), p => Assert.Equal(p.Second / 2, p.First, 1e-6f));
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(-0.9f)]
    public void Of_channels_that_cancel_each_other_out_the_louder_is_taken(float second)
    {
        var mono = Mix(2, [Voice, [.. Voice.Select(v => v * second)]]);
        Assert.Equal(Voice[^1000..], mono[^1000..]);
    }

    [Fact]
    public void A_pause_does_not_change_how_channels_are_mixed()
    {
        var random = new Random(1);
        var mixer = new ChannelMixer(2);
        var mono = new float[Frames];
        mixer.Mix(Interleaved([Voice, [.. Voice.Select(v => -v)]]), mono);
        // In the pause only the noise of the microphones is left, which is unlike on both.
        float[] first = [.. Voice.Select(_ => random.NextSingle() * 1e-3f)];
        mixer.Mix(Interleaved([first, [.. Voice.Select(_ => random.NextSingle() * 1e-3f)]]), mono);
        Assert.All(mono.Zip(first), p => Assert.Equal(p.Second, p.First, 1e-6f));
    }

    [Fact]
    public void The_way_of_mixing_changes_without_a_click()
    {
        var mixer = new ChannelMixer(2);
        var mono = new float[2 * Frames];
        mixer.Mix(Interleaved([Voice, Voice]), mono.AsSpan(0, Frames));
        mixer.Mix(Interleaved([Voice, [.. Voice.Select(v => -v)]]), mono.AsSpan(Frames));
        Assert.All(Enumerable.Range(1, mono.Length - 1), t => Assert.True(Math.Abs(mono[t] - mono[t - 1]) < 0.35f));
    }

    [Fact]
    public void Samples_that_are_no_numbers_are_silence_and_huge_ones_are_bounded()
    {
        var mono = Mix(1, [[float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e30f]]);
        Assert.Equal([0, 65536, -65536, 65536], mono);
    }

    private static float[] Mix(int channels, float[][] parts)
    {
        var mono = new float[parts[0].Length];
        new ChannelMixer(channels).Mix(Interleaved(parts), mono);
        return mono;
    }

    private static float[] Interleaved(float[][] parts)
        => [.. Enumerable.Range(0, parts[0].Length).SelectMany(t => parts.Select(p => p[t]))];
}
