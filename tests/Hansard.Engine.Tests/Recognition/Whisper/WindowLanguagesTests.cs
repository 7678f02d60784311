using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Recognition.Whisper;
using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Tests.Recognition.Whisper;

/// <summary>Languages of the parts of a window, as the default model tells them.</summary>
public sealed class WindowLanguagesTests(RewrittenModel model) : IClassFixture<RewrittenModel>, IDisposable
{
    private const int Rate = 16_000;

    private readonly KeptEncodings _kept = new();

    [Fact]
    public void Sentences_of_one_language_are_told_from_one_encoding_which_is_kept()
    {
        var window = Window("en_LJ001-0008", "en_sb_spk1_snt1", "en_test");
        Assert.Equal(["en", "en", "en"], Identify(window));
        using var kept = _kept.Take(window.Samples);
        using var again = model.Whisper.Encode(window.Samples);
        Assert.Equal(again.StartLogits, kept!.StartLogits);
    }

    [Fact]
    public void Sentences_of_several_languages_are_each_told()
        => Assert.Equal(["fr", "pt", "en", "de"], Identify(Window("fr_cheetah_fr", "pt_test_pt", "en_sb_spk1_snt2", "de_cheetah_de")));

    [Fact]
    public void A_part_of_an_encoding_is_the_encoding_of_its_positions_alone()
    {
        // What is heard of a part must not depend on what it is a part of: all positions give what the whole gives.
        var samples = WavFile.Read(Fixtures.PathOf("audio", "clips", "en_test.wav"));
        using var whole = model.Whisper.Encode(samples);
        var all = model.Whisper.Decoder.StartLogits(whole, [new PositionRange(0, whole.Positions)])!;
        Assert.Equal(whole.StartLogits, all[0]);
        var (first, second) = (new PositionRange(0, 77), new PositionRange(77, 150));
        var together = model.Whisper.Decoder.StartLogits(whole, [first, second])!;
        Assert.Equal(model.Whisper.Decoder.StartLogits(whole, [second])![0], together[1]);
        Assert.NotEqual(together[0], together[1]);
    }

    public void Dispose() => _kept.Dispose();

    private IEnumerable<string> Identify(SpokenWindow window)
        => new WindowLanguages(model.Whisper, _kept).Identify(window, null).Select(languages => languages[0].Language);

    /// <summary>Clips of at most 5 s, a quarter of a second apart.</summary>
    private static SpokenWindow Window(params string[] clips)
    {
        List<float> samples = [];
        List<SpeechInterval> parts = [];
        foreach (var clip in clips)
        {
            var sound = WavFile.Read(Fixtures.PathOf("audio", "clips", $"{clip}.wav"));
            var start = (double)samples.Count / Rate;
            samples.AddRange(sound.Take(5 * Rate));
            parts.Add(new SpeechInterval(start, (double)samples.Count / Rate));
            samples.AddRange(new float[Rate / 4]);
        }
        return new SpokenWindow([.. samples], parts);
    }
}
