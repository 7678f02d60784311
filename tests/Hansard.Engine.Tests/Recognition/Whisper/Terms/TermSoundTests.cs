using Hansard.Engine.Recognition.Context;
using Hansard.Engine.Recognition.Whisper.Terms;

namespace Hansard.Engine.Tests.Recognition.Whisper.Terms;

// The numbers are those of sentences of the measure (docs/benchmarks.md, Names that sound alike).
public sealed class TermSoundTests
{
    private static readonly TermPlace Name = new(NameLikelihood: 0.6, IsOrdinary: false, IsFirst: false, "en");
    private static readonly TermPlace Words = new(NameLikelihood: 0.3, IsOrdinary: true, IsFirst: false, "en");
    private static readonly TermPlace German = new(NameLikelihood: 0.98, IsOrdinary: false, IsFirst: false, "de");

    [Theory]
    [InlineData("Mikael over Michael", 5.9, 7.0, true)]
    [InlineData("Nikolas over Nicholas", 4.3, 6.3, true)]
    [InlineData("Don over Dan", 7.1, 7.5, false)]
    [InlineData("Petersen over Paterson", 5.3, 5.4, false)]
    [InlineData("Zack over Jack", 2.5, 3.6, false)]
    public void A_name_over_another_is_decided_by_what_it_loses_in_the_recording_and_in_silence(
        string name, double loss, double inSilence, bool isTaken)
        => Assert.True(isTaken == IsTaken(Spot(1, 0.15), Name, new TermScore(loss, -3, -4), inSilence), name);

    [Theory]
    [InlineData("LangChain over land chain", 0.16, 4.1, 8.4, true)]
    [InlineData("Krispy Kreme over crispy cream, in the place of a name", 0.04, 1.7, 0.7, true)]
    [InlineData("Krispy Kreme over crispy cream", 0.04, 4.0, 8.6, true)]
    [InlineData("Reddit over read it", 0.2, 7.3, 9.8, false)]
    [InlineData("Iran over I ran", 0, 3.0, 11.9, false)]
    [InlineData("nginx over engine X", 0.22, 4.3, 1.0, false)]
    public void A_term_that_fell_apart_into_words_is_put_together_where_the_sound_is_its_own(
        string term, double distance, double loss, double inSilence, bool isTaken)
        => Assert.True(isTaken == IsTaken(Spot(2, distance), Words, new TermScore(loss, -2, -4), inSilence), term);

    [Fact]
    public void One_ordinary_word_is_never_decided_by_the_sound()
        => Assert.False(TermSound.IsInDoubt(Spot(1, 0), Words, new TermScore(1.7, -1.6, -2.4)));

    [Fact]
    public void Nothing_is_decided_by_the_sound_where_a_sentence_begins()
        => Assert.False(TermSound.IsInDoubt(Spot(2, 0), Words with { IsFirst = true }, new TermScore(1, -1, -1)));

    [Theory]
    [InlineData("Kathryn over Catherine", 1.9, 1.2, false)]
    [InlineData("Elisabeth over Elizabeth", 3.9, 3.8, false)]
    [InlineData("a text that is likelier with the term", -0.5, -9, false)]
    [InlineData("Carrie Underwood over Mario Underworld", 3.3, -4.4, true)]
    public void Little_is_lost_and_the_sound_is_another(string term, double loss, double inSilence, bool isAgainst)
        => Assert.True(isAgainst == TermSound.IsAgainst(new TermScore(loss, -2, -4), () => inSilence), term);

    [Theory]
    [InlineData(4.1, 5.2, true)]
    [InlineData(3.1, 4.8, true)]
    [InlineData(6.3, 2.3, false)]
    public void Where_capitals_tell_no_names_the_sound_must_favour_the_same_sounds(double loss, double inSilence, bool isTaken)
    {
        Assert.Equal(isTaken, IsTaken(Spot(1, 0), German, new TermScore(loss, -2, -4), inSilence));
        Assert.False(IsTaken(Spot(1, 0.1), German, new TermScore(loss, -2, -4), inSilence));
        Assert.False(IsTaken(Spot(1, 0), German with { IsOrdinary = true }, new TermScore(loss, -2, -4), inSilence));
    }

    private static bool IsTaken(TermSpot spot, TermPlace place, TermScore score, double inSilence)
        => TermSound.IsInDoubt(spot, place, score) && TermSound.Favours(spot, place, score, inSilence);

    private static TermSpot Spot(int count, double distance)
        => new(new ContextTerm("Mikael", "mikael", 1), 0, count, 1) { Distance = distance };
}
