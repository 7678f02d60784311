using Hansard.Engine.Recognition.Context;
using Hansard.Engine.Recognition.Whisper.Terms;

namespace Hansard.Engine.Tests.Recognition.Whisper.Terms;

public sealed class TermAllowanceTests
{
    private static readonly TermPlace Name = new(NameLikelihood: 0.9, IsOrdinary: false, IsFirst: false, "en");
    private static readonly TermPlace Word = new(NameLikelihood: 0.01, IsOrdinary: true, IsFirst: false, "en");

    [Fact]
    public void The_margin_is_wider_the_closer_the_sounds_are()
    {
        var (same, near) = (Loss(0, Name), Loss(0.2, Name));
        Assert.True(same > near);
        Assert.True(near > TermAllowance.OfLetters(1).Loss);
        Assert.Equal(TermAllowance.OfLetters(1).Loss, Loss(3, Name));
    }

    [Fact]
    public void An_ordinary_word_in_an_ordinary_place_gives_way_to_no_name() => Assert.Null(Loss(0, Word));

    [Fact]
    public void An_ordinary_word_that_begins_a_sentence_gives_way_to_no_name()
    {
        Assert.Null(Loss(0, Word with { IsFirst = true, NameLikelihood = 1 }));
        Assert.Equal(TermAllowance.OfLetters(1).Loss, Loss(0, Name with { IsFirst = true }));
    }

    [Theory]
    [InlineData("de")]
    [InlineData("ja")]
    [InlineData("zh")]
    public void Where_capitals_tell_nothing_the_margin_is_that_of_letters(string language)
        => Assert.Equal(TermAllowance.OfLetters(1).Loss, Loss(0, Name with { Language = language }));

    [Fact]
    public void In_German_a_word_in_small_letters_gives_way_to_no_name()
    {
        Assert.Null(Loss(0, Word with { Language = "de" }));
        Assert.NotNull(Loss(0, Word with { Language = "ja" }));
    }

    [Fact]
    public void A_spelling_like_an_ordinary_word_is_no_name_unless_one_is_likely()
    {
        var (name, word) = (new ContextTerm("Glenn", "glenn", 1), new ContextTerm("glenn", "glenn", 1));
        Assert.False(Word.Takes(name));
        Assert.True(Word.Takes(word));
        Assert.True(Name.Takes(name));
        Assert.True((Word with { Language = "fr" }).Takes(name));
    }

    private static double? Loss(double cost, TermPlace place) => TermAllowance.OfSounds(Spot(cost, 0), place, 1)?.Loss;

    private static TermSpot Spot(double cost, double distance)
        => new(new ContextTerm("Shaun", "shaun", 1), 0, 1, 1) { Cost = cost, Distance = distance };
}
