using Hansard.Bench.Measures;

namespace Hansard.Bench.Tests.Measures;

public sealed class SoundAlikeNameTests
{
    private static readonly SoundAlikeName Brand =
        SoundAlikeName.Of(["name", "Krispy Kreme", "They bought a dozen at crispy cream on the corner.", "crispy cream"]);

    [Theory]
    [InlineData("They bought a dozen at crispy cream on the corner.")]
    [InlineData("they bought a dozen at Chris P. Cream on the corner")]
    [InlineData("They bought a dozen at anything on the corner.")]
    public void A_sentence_is_intelligible_by_the_words_around_the_name_whatever_stands_for_it(string text)
        => Assert.True(Brand.IsIntelligible(text));

    [Theory]
    [InlineData("A water doesn't add crispy cream on the corner.")]
    [InlineData("They bought a dozen at crispy cream on a corner.")]
    [InlineData("They bought a dozen at on the corner.")]
    public void A_sentence_is_not_where_another_word_was_recognised_or_nothing_in_the_place_of_the_name(string text)
        => Assert.False(Brand.IsIntelligible(text));

    [Fact]
    public void Titles_and_numbers_may_be_written_otherwise()
    {
        var name = SoundAlikeName.Of(["name", "Maier", "Doctor Maier will see you at ten."]);
        Assert.True(name.IsIntelligible("Dr. Mayor will see you at 10."));
    }
}
