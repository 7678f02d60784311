using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Mixing;

namespace Hansard.Engine.Tests.Audio.Mixing;

public sealed class LevelControlTests
{
    private const float Step = 1f / 32768;

    [Theory]
    [InlineData(0.02f)]
    [InlineData(0.3f)]
    [InlineData(1f)]
    public void An_ordinary_recording_is_only_rounded_to_16_bits(float level)
    {
        var window = Tone(level);
        new LevelControl().Apply(window);
        Assert.All(window.Zip(Tone(level)), p => Assert.Equal(p.Second, p.First, Step));
        Assert.All(window, s => Assert.Equal(MathF.Round(s * 32768), s * 32768));
    }

    [Theory]
    [InlineData(3e-4f)]
    [InlineData(16f)]
    [InlineData(32768f)]
    public void A_recording_far_too_soft_or_beyond_full_scale_keeps_its_shape(float level)
    {
        var window = Tone(level);
        new LevelControl().Apply(window);
        var gain = window.Max() / level;
        Assert.InRange(window.Max(), 0.09f, 0.51f);
        Assert.All(window.Zip(Tone(level)), p => Assert.Equal(p.Second * gain, p.First, 2 * Step));
    }

    [Fact]
    public void A_click_does_not_make_the_rest_soft()
    {
        var window = Tone(0.3f);
        window[1000] = 60_000;
        new LevelControl().Apply(window);
        Assert.Equal(0.3f, window[2000..].Max(), 2 * Step);
        Assert.All(window, s => Assert.InRange(s, -1, 1));
    }

    [Fact]
    public void Silence_stays_silent_and_a_pause_in_an_ordinary_recording_soft()
    {
        var silence = Tone(1e-5f);
        new LevelControl().Apply(silence);
        Assert.All(silence, s => Assert.Equal(0, s));
        var levels = new LevelControl();
        levels.Apply(Tone(0.3f));
        var pause = Tone(1e-3f);
        levels.Apply(pause);
        Assert.Equal(1e-3f, pause.Max(), 2 * Step);
    }

    [Fact]
    public void Levels_change_without_a_click()
    {
        var levels = new LevelControl();
        var (soft, loud) = (Tone(1e-3f), Tone(8f));
        levels.Apply(soft);
        levels.Apply(loud);
        Assert.True(Math.Abs(loud[0] - soft[^1]) < 0.2f);
    }

    private static float[] Tone(float level)
        => [.. Enumerable.Range(0, AudioSpecification.SampleRate).Select(t => level * MathF.Sin(MathF.PI * 2 * 437 * t / 16000))];
}
