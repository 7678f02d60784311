using Hansard.Engine.Speakers.Voices;
using Hansard.Engine.Tests.Recognition;

namespace Hansard.Engine.Tests.Speakers.Voices;

public sealed class VoiceEncoderTests
{
    private static readonly string Folder = Path.Combine(Fixtures.Models, "campplus");

    [Theory]
    [InlineData("de_cheetah_de.wav", 40)]
    [InlineData("en_LJ001-0008.wav", 70)]
    [InlineData("de_cheetah_de.wav", 101)]
    [InlineData("en_LJ001-0001.wav", 250)]
    [InlineData("en_LJ001-0001.wav", 555)]
    public void Integers_give_nearly_the_voice_of_floating_point(string clip, int frames)
    {
        using var exact = VoiceEncoder.Load(Folder, integers: false);
        using var integers = VoiceEncoder.Load(Folder);
        var features = Features(clip, frames);

        var cosine = UnitVector.Cosine(exact.Embed([.. features], frames), integers.Embed([.. features], frames));

        Assert.InRange(cosine, 0.995f, 0.99999f);
    }

    [Fact]
    public void Two_frames_which_have_no_deviation_give_numbers()
    {
        using var encoder = VoiceEncoder.Load(Folder);

        var voice = encoder.Embed(Features("de_cheetah_de.wav", 2), 2);

        Assert.All(voice, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void A_voice_is_the_same_to_the_last_bit_whatever_is_embedded_beside_it()
    {
        using var encoder = VoiceEncoder.Load(Folder);
        var features = Features("en_LJ001-0008.wav", 70);
        var alone = encoder.Embed([.. features], 70);
        var voices = new float[8][];

        Parallel.For(0, voices.Length, i =>
        {
            if (i % 2 == 1) encoder.Embed(Features("en_LJ001-0001.wav", 250), 250);
            voices[i] = encoder.Embed([.. features], 70);
        });

        Assert.All(voices, voice => Assert.Equal(alone, voice));
    }

    private static float[] Features(string clip, int frames)
    {
        var features = new float[frames * KaldiFilterBank.Bands];
        KaldiFilterBank.Compute(WavFile.Read(Fixtures.PathOf("audio", "clips", clip)).AsSpan(8000), 1, frames, features);
        return features;
    }
}
