using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Context;

namespace Hansard.Engine.Tests.Recognition.Context;

public sealed class TermSpotterTests
{
    [Theory]
    [InlineData("Acetylcarnitine", " Acetyl carotene is a molecule.", 0, 2)]
    [InlineData("Zestoretic", " and zestoregic is a medication.", 1, 1)]
    [InlineData("Siobhan Byrne", " I met Shivon Burn today.", 2, 2)]
    public void Words_that_sound_like_a_term_are_spotted(string term, string text, int first, int count)
    {
        var spot = Assert.Single(Spotter(term).FindNear(Words(text, 0.5)));
        Assert.Equal((term, first, count), (spot.Term.Text, spot.First, spot.Count));
    }

    [Theory]
    [InlineData("Celebrex", " What is your best seller here?")]
    [InlineData("Xanax", " And on a day like today where it's snowing quite a bit.")]
    [InlineData("YouTube", " I saw it on YouTube and on YouTube's site.")]
    [InlineData("23andMe", " the company 23 and me now.")]
    [InlineData("Maineland", " He lives in Maine. Land is dear.")]
    public void Other_words_forms_of_the_term_and_what_a_sentence_divides_are_not(string term, string text)
        => Assert.Empty(Spotter(term).FindNear(Words(text, 0.9)));

    [Fact]
    public void Words_that_are_certain_must_sound_more_like_a_term()
    {
        Assert.NotEmpty(Spotter("Marlowe").FindNear(Words(" Ask Barlo first.", 0.2)));
        Assert.Empty(Spotter("Marlowe").FindNear(Words(" Ask Barlo first.", 1)));
    }

    [Theory]
    [InlineData(" the company 23 and me.", " the company 23andMe.", "23andMe")]
    [InlineData(" (youtube) and youtube's.", " (YouTube) and youtube's.", "YouTube")]
    [InlineData(
        " amoxi cillin clavulanate potassium, please.", " Amoxicillin Clavulanate Potassium, please.", "Amoxicillin Clavulanate Potassium")]
    [InlineData(" st johns hospital", " St John's Hospital", "St John's Hospital", "Hospital")]
    [InlineData(" café cr\u00e8me", " Cafe Creme", "Cafe Creme")]
    [InlineData(" 这个 软体 很好。", " 这个 軟體 很好。", "軟體")]
    [InlineData(" 這個 軟 體。", " 這個 软体。", "软体")]
    public void Terms_are_written_as_given_across_spaces_and_their_forms_left_alone(string heard, string written, params string[] terms)
    {
        var words = Words(heard, 0.8);
        var result = TermWriting.Apply(words, Spotter(terms).FindExact(words));
        Assert.Equal(written, string.Concat(result.Select(w => w.Text)));
        Assert.Equal(words.SelectMany(w => w.Tokens), result.SelectMany(w => w.Tokens));
        Assert.Equal((words[0].Start, words[^1].End), (result[0].Start, result[^1].End));
    }

    [Fact]
    public void Letters_that_are_heard_for_each_other_make_words_more_alike()
    {
        Assert.Equal(1, SoundSimilarity.Of("zyrtec", "zyrtec"));
        Assert.True(SoundSimilarity.Of("zertek", "zyrtec") > SoundSimilarity.Of("zwrtem", "zyrtec"));
        Assert.Equal(0, SoundSimilarity.Of("abc", "xyz", least: 0.9));
        Assert.InRange(SoundSimilarity.Of("mqpl", "siyt"), 0, 0.1);
    }

    private static TermSpotter Spotter(params string[] terms)
        => new([.. terms.Select(t => new ContextTerm(t, SpokenForm.Of(t), t.Split(' ').Length))]);

    private static List<AlignedWord> Words(string text, double confidence)
        => [
            .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((w, i) => new AlignedWord($" {w}", i, i + 1, confidence, [i]))
        ];
}
