using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Context;

namespace Hansard.Engine.Tests.Recognition.Context;

public sealed class SoundSpotterTests
{
    [Theory]
    [InlineData("Carrie Underwood", " I saw Carry Underwood there.", 2, 2)]
    [InlineData("Shaun", " I asked Sean to go.", 2, 1)]
    [InlineData("GPT-4", " We tried G P T four first.", 2, 4)]
    [InlineData("PyTorch", " made with pie torch, too", 2, 2)]
    public void Words_that_are_pronounced_like_a_term_are_spotted(string term, string text, int first, int count)
    {
        var spot = Assert.Single(Near(text, term));
        Assert.Equal((term, first, count, 0), (spot.Term.Text, spot.First, spot.Count, spot.Cost));
    }

    [Theory]
    [InlineData(" I saw Carrie there.", "Carrie")]
    [InlineData(" It is Carrie's book.", "Carrie")]
    [InlineData(" I asked Sean to go.", "Shaun", "Sean")]
    [InlineData(" Put it into the car. He is here.", "Karhi")]
    [InlineData(" The weather was fine.", "Underwood")]
    public void Terms_that_are_written_and_words_that_sound_otherwise_are_not(string text, params string[] terms)
        => Assert.Empty(Near(text, terms));

    [Fact]
    public void A_name_that_is_said_twice_is_spotted_twice() => Assert.Equal(2, Near(" Sean met me, and Shawn left.", "Shaun").Count);

    [Theory]
    [InlineData("Grace", " grace,", true)]
    [InlineData("Justin", " just in", true)]
    [InlineData("Exhibition", " exhibition", false)]
    [InlineData("Grace", " Grace", false)]
    [InlineData("grace", " grace", false)]
    [InlineData("GRACE", " grace", false)]
    [InlineData("Zyrtec", " zyrtec", false)]
    public void A_name_in_small_letters_is_a_word_where_the_dictionary_has_it(string term, string text, bool isWord)
        => Assert.Equal(isWord, TermWriting.IsWordOf(Term(term), text, "en"));

    [Fact]
    public void A_word_of_the_dictionary_that_the_model_is_sure_of_is_compared_with_no_term()
    {
        Assert.Single(Near(" Please carry the box.", "Carrie"));
        Assert.Empty(Spotter("Carrie").FindNear(Words(" Please carry the box.", 0.99)));
        Assert.Single(Spotter("Shaun").FindNear(Words(" I asked Sean to go.", 0.99)));
    }

    private static List<TermSpot> Near(string text, params string[] terms) => Spotter(terms).FindNear(Words(text, 0.5));

    private static SoundSpotter Spotter(params string[] terms) => new(ContextTerms.From([], null, terms)!.Sounded("en"), "en");

    private static ContextTerm Term(string text) => ContextTerms.From([], null, [text])!.Given[0];

    private static AlignedWord[] Words(string text, double confidence) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((w, i) => new AlignedWord($" {w}", i, i + 1, confidence, [i]))];
}
