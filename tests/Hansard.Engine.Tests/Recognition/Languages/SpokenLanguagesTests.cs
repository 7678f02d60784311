using Hansard.Engine.Recognition.Languages;

namespace Hansard.Engine.Tests.Recognition.Languages;

public sealed class SpokenLanguagesTests
{
    [Fact]
    public void Laughter_that_sounds_a_little_like_another_language_is_taken_for_the_recordings()
    {
        // Laughter between sentences: 0.7 s, "Korean" with 0.6.
        var decisions = new LanguageSmoother().Decide(
            [Region(0, 5, "en", 0.98), Region(7, 7.7, "ko", 0.6), Region(9, 12, "en", 0.99), Region(13, 14.4, "ru", 0.8)]);
        Assert.All(decisions, d => Assert.Equal("en", d.Language));
        Assert.All(decisions, d => Assert.Empty(d.Alternatives));
    }

    [Fact]
    public void Laughter_before_the_first_sentence_is_taken_for_its_language_too()
        => Assert.Equal(
            "en", new LanguageSmoother().Decide([Region(0, 1.4, "ja", 0.7), Region(3, 9, "en", 0.98)])[0].Language);

    [Fact]
    public void A_short_sentence_that_is_sure_of_its_language_stays_in_it()
    {
        var decisions = new LanguageSmoother().Decide(
            [Region(0, 5, "en", 0.98), Region(6, 7, "zh", 0.996), Region(8, 12, "en", 0.99)]);
        Assert.Equal(["en", "zh", "en"], decisions.Select(d => d.Language));
    }

    [Fact]
    public void A_language_that_the_recording_speaks_needs_no_more_than_before()
    {
        var spoken = SpokenLanguages.None.With([Region(0, 5, "en", 0.98), Region(6, 9, "es", 0.97), Region(10, 11, "ko", 0.6)]);
        Assert.Equal(0, spoken.Deficit("en", 0.5));
        Assert.Equal(0, spoken.Deficit("es", 0.5));
        Assert.True(spoken.Deficit("ko", 0.5) > 2);
        Assert.True(spoken.Deficit("ko", 2) < spoken.Deficit("ko", 0.5));
        Assert.Equal(0, spoken.Deficit("ko", 3));
    }

    [Fact]
    public void Nothing_is_held_against_a_language_until_the_recordings_is_known()
        => Assert.Equal(0, SpokenLanguages.None.With([Region(0, 2, "en", 0.98)]).Deficit("ko", 0.5));

    [Fact]
    public void What_was_decided_before_counts_in_later_blocks_and_in_previews()
    {
        var smoother = new LanguageSmoother();
        smoother.Decide([Region(0, 5, "en", 0.98)]);
        Assert.Equal("en", smoother.Preview(Region(30, 31.4, "ru", 0.8)).Language);
        Assert.Equal("en", Assert.Single(smoother.Decide([Region(30, 31.4, "ru", 0.8)])).Language);
        Assert.Equal("ru", smoother.Preview(Region(40, 42, "ru", 0.98)).Language);
    }

    private static IdentifiedRegion Region(double start, double end, string language, double probability)
        => new(start, end, language == "en"
            ? [new LanguageProbability("en", probability), new LanguageProbability("ko", 1 - probability)]
            : [new LanguageProbability(language, probability), new LanguageProbability("en", 1 - probability)]);
}
