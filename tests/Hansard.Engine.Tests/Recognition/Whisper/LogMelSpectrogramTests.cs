using Hansard.Engine.Recognition.Whisper;

namespace Hansard.Engine.Tests.Recognition.Whisper;

public sealed class LogMelSpectrogramTests
{
    [Fact]
    public void The_filters_are_the_reference_filters()
    {
        var expected = GoldenWhisper.Floats("mel_filters.f32");
        var filters = new LogMelSpectrogram(80).Filters;
        for (var band = 0; band < 80; band++)
        {
            for (var bin = 0; bin < 201; bin++) Assert.Equal(expected[(band * 201) + bin], filters[band, bin], 1e-6);
        }
    }

    [Theory]
    [InlineData("en_test", "en_test.wav")]
    [InlineData("pt_test_pt", "pt_test_pt.wav")]
    [InlineData("de_cheetah_de", "de_cheetah_de.wav")]
    [InlineData("fr_cheetah_fr", "fr_cheetah_fr.wav")]
    public void Features_equal_the_reference_within_1e_4(string name, string clip)
    {
        var golden = GoldenWhisper.Load(name);
        var samples = WavFile.Read(Fixtures.PathOf("audio", "clips", clip));
        Assert.Equal(golden.Json.GetProperty("audio").GetProperty("samples").GetInt32(), samples.Length);

        Assert.Equal(golden.Frames, LogMelSpectrogram.WindowFrames(samples.Length, 4));
        var mel = new LogMelSpectrogram(80).Compute(samples, golden.Frames);

        var expected = golden.Mel;
        Assert.Equal(expected.Length, mel.Length);
        Assert.InRange(expected.Zip(mel, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-5);
    }

    [Fact]
    public void A_window_without_padding_value_is_30_seconds() => Assert.Equal(3000, LogMelSpectrogram.WindowFrames(16_000, null));

    [Fact]
    public void Features_of_pure_silence_are_finite()
        => Assert.All(new LogMelSpectrogram(80).Compute(new float[16_000], 504), v => Assert.True(float.IsFinite(v)));
}
