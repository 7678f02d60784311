using Hansard.Engine.Recognition.Languages;

namespace Hansard.Engine.Tests.Recognition.Languages;

public sealed class LanguageSmootherTests
{
    [Fact]
    public void A_short_word_does_not_flip_the_language_and_a_sentence_does()
    {
        var languages = new LanguageSmoother().Decide(
        [
            Region(0, 4, 0.98), Region(4.2, 4.5, 0.3), Region(4.8, 8, 0.97), Region(8.3, 11, 0.02), Region(11.4, 13.5, 0.96),
        ]);
        Assert.Equal(["en", "en", "en", "es", "en"], languages.Select(l => l.Language));
    }

    [Fact]
    public void Only_what_sounds_nearly_as_likely_is_in_doubt_and_neighbours_take_doubt_away()
    {
        var alone = Assert.Single(new LanguageSmoother().Decide([Region(0, 3, 0.55)]));
        Assert.Equal("es", Assert.Single(alone.Alternatives).Language);
        Assert.Empty(Assert.Single(new LanguageSmoother().Decide([Region(0, 3, 0.9)])).Alternatives);
        Assert.All(
            new LanguageSmoother().Decide([Region(0, 4, 0.98), Region(4.2, 6.5, 0.55), Region(6.7, 9, 0.98)]),
            d => Assert.Empty(d.Alternatives));
    }

    [Fact]
    public void Languages_decided_block_by_block_go_on_from_the_block_before()
    {
        var smoother = new LanguageSmoother();
        Assert.Equal("en", Assert.Single(smoother.Decide([Region(0, 4, 0.99)])).Language);
        Assert.Equal("en", Assert.Single(smoother.Decide([Region(4.2, 4.5, 0.4)])).Language);
        Assert.Equal("es", Assert.Single(smoother.Decide([Region(5.5, 9, 0.01)])).Language);
    }

    [Fact]
    public void A_preview_is_the_decision_and_changes_nothing()
    {
        var (smoother, other) = (new LanguageSmoother(), new LanguageSmoother());
        Assert.Equal(smoother.Decide([Region(0, 4, 0.99)])[0].Language, other.Decide([Region(0, 4, 0.99)])[0].Language);
        // However often, and whatever is looked at.
        for (var i = 0; i < 5; i++) Assert.Equal("es", smoother.Preview(Region(5.5, 9, 0.01)).Language);
        Assert.Equal("en", smoother.Preview(Region(4.2, 4.5, 0.4)).Language);
        var (after, expected) = (smoother.Decide([Region(4.2, 6.5, 0.55)])[0], other.Decide([Region(4.2, 6.5, 0.55)])[0]);
        Assert.Equal(expected.Language, after.Language);
        Assert.Equal(expected.Alternatives, after.Alternatives);
    }

    private static IdentifiedRegion Region(double start, double end, double english)
        => new(start, end, [new LanguageProbability("en", english), new LanguageProbability("es", 1 - english)]);
}
