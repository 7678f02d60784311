using Hansard.Engine.Pipeline.Live;
using Hansard.Engine.Speech;
using Hansard.Engine.Tests.Speech;

namespace Hansard.Engine.Tests.Pipeline.Live;

/// <summary>Where somebody speaks in sound that still arrives.</summary>
public sealed class LiveSoundTests
{
    [Fact]
    public void How_sound_is_cut_changes_nothing()
    {
        float[] samples = [.. new float[16_000], .. LiveInputs.Clip("en_sb_spk1_snt1.wav"), .. new float[16_000]];
        Assert.Equal(Regions(samples, 512), Regions(samples, 37));
        Assert.Equal(Regions(samples, 512), Regions(samples, samples.Length));
        Assert.NotEmpty(Regions(samples, 512));
    }

    [Fact]
    public void What_is_no_sound_is_silence_and_what_is_too_loud_is_clipped()
    {
        var sound = new LiveSound(VoiceActivity.Model);
        float[] samples = new float[512];
        (samples[0], samples[1], samples[2], samples[3]) = (float.NaN, float.PositiveInfinity, 2, -3);
        sound.Append(samples);
        Assert.Equal([0f, 0f, 1f, -1f, 0f], sound.Slice(0, 5));
    }

    [Fact]
    public void What_is_not_needed_any_more_is_forgotten()
    {
        var sound = new LiveSound(VoiceActivity.Model);
        for (var i = 0; i < 600; i++)
        {
            sound.Append(new float[16_000]);
            sound.Forget(sound.End - 16_000);
        }
        Assert.Equal(600 * 16_000 - 16_000, sound.Start, 512.0);
        Assert.Empty(sound.Regions);
    }

    private static SpeechRegion[] Regions(float[] samples, int piece)
    {
        var sound = new LiveSound(VoiceActivity.Model);
        foreach (var some in samples.Chunk(piece)) sound.Append(some);
        sound.Complete();
        return [.. sound.Regions];
    }
}
