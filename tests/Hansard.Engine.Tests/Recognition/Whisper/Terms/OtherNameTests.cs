using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Context;
using Hansard.Engine.Recognition.Whisper.Terms;

namespace Hansard.Engine.Tests.Recognition.Whisper.Terms;

public sealed class OtherNameTests
{
    [Theory]
    [InlineData("Lewis", "Louise")]
    [InlineData("Erin", "Aaron")]
    [InlineData("Nell", "Nail")]
    public void A_name_of_other_sounds_that_the_dictionary_has_is_another(string term, string heard)
        => Assert.True(Of(term, heard)!.Value.IsWord);

    [Theory]
    [InlineData("Shaun", "Sean")]
    [InlineData("Hansen", "Henson")]
    [InlineData("Carrie", "carry")]
    [InlineData("Paige", "page")]
    [InlineData("Lewis", "louise")]
    [InlineData("Caren", "Karen")]
    public void The_same_sounds_and_words_in_small_letters_are_none(string term, string heard) => Assert.Null(Of(term, heard));

    [Fact]
    public void Terms_that_are_no_names_and_other_languages_have_none()
    {
        Assert.Null(Of("Carrie Underwood", "Barry"));
        Assert.Null(OtherName.Of(Candidate("Lewis"), [Word("Louise")], "fr"));
    }

    [Theory]
    [InlineData(0.1, -1.0, true)]
    [InlineData(2.5, 3.6, true)]
    [InlineData(1.2, 3.2, false)]
    [InlineData(0.0, -1.9, false)]
    public void A_word_of_the_dictionary_gives_way_only_where_the_sound_is_not_its_own(double loss, double inSilence, bool isAgainst)
        => Assert.Equal(isAgainst, Of("Jeffery", "Jeffrey")!.Value.IsAgainst(new TermScore(loss, -1, -1), () => inSilence));

    [Fact]
    public void What_is_no_word_gives_way_but_to_a_term_that_the_sound_is_not_far_from()
    {
        var zyra = Of("Sara", "Zyra")!.Value;
        Assert.False(zyra.IsWord);
        Assert.True(zyra.IsAgainst(new TermScore(1.9, -1, -1), () => -4.4));
        Assert.False(zyra.IsAgainst(new TermScore(1.9, -1, -1), () => -0.5));
    }

    private static OtherName? Of(string term, string heard) => OtherName.Of(Candidate(term), [Word(heard)], "en");

    private static TermCandidate Candidate(string term) => new(ContextTerms.From([], null, [term])!.Given[0], 0, 1, [1], 0, 1);

    private static AlignedWord Word(string text) => new($" {text}", 0, 1, 0.5, [1]);
}
