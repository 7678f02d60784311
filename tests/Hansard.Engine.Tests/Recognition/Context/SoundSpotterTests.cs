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

    [Theory]
    [InlineData("zh", "章伟", "我 的 朋友 张 伟 来了", 3, 2)]
    [InlineData("zh", "陳靜", "医生 陈 婧 明天", 1, 2)]
    [InlineData("ja", "伊東", "昨日 伊藤 さんと", 1, 1)]
    [InlineData("ja", "山田", "昨日 やまだ さんと", 1, 1)]
    [InlineData("ja", "斎藤", "昨日 斉 藤 さんと", 1, 2)]
    public void Characters_that_are_read_like_those_of_a_term_are_spotted(string language, string term, string text, int first, int count)
    {
        var spot = Assert.Single(Spotter(language, term).FindNear(Words(text, 0.5)), s => s.Distance < 0.06);
        Assert.Equal((first, count), (spot.First, spot.Count));
    }

    [Theory]
    [InlineData("zh", "王芳", "我 的 朋友 张 芳 来了")]
    [InlineData("ja", "伊東", "昨日 佐藤 さんと")]
    public void Characters_that_are_read_otherwise_are_not(string language, string term, string text)
        => Assert.Empty(Spotter(language, term).FindNear(Words(text, 0.5)));

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
    [InlineData("Iran", " I ran", true)]
    [InlineData("Iran", " Iran", false)]
    public void A_name_in_small_letters_is_a_word_where_the_dictionary_has_it(string term, string text, bool isWord)
        => Assert.Equal(isWord, TermWriting.IsWordOf(Term(term), text, "en"));

    [Theory]
    [InlineData("de", "Weiß", " weiß", true)]
    [InlineData("es", "Rosa", " rosa.", true)]
    [InlineData("es", "Rosa", " Rosa", false)]
    [InlineData("de", "Ausstellung", " ausstellung", false)]
    [InlineData("pl", "Rosa", " rosa", false)]
    public void A_short_name_in_small_letters_is_a_word_in_other_languages_that_are_read(
        string language, string term, string text, bool isWord)
        => Assert.Equal(isWord, TermWriting.IsWordOf(Term(term), text, language));

    [Fact]
    public void A_word_of_the_dictionary_that_the_model_is_sure_of_is_compared_with_no_term()
    {
        Assert.Single(Near(" Please carry the box.", "Carrie"));
        Assert.Empty(Spotter(["Carrie"]).FindNear(Words(" Please carry the box.", 0.99)));
        Assert.Single(Spotter(["Shaun"]).FindNear(Words(" I asked Sean to go.", 0.99)));
    }

    private static List<TermSpot> Near(string text, params string[] terms) => Spotter(terms).FindNear(Words(text, 0.5));

    private static SoundSpotter Spotter(string[] terms) => new(ContextTerms.From([], null, terms)!.Sounded("en"), "en");

    private static SoundSpotter Spotter(string language, string term)
        => new(ContextTerms.From([], null, [term])!.Sounded(language), language);

    private static ContextTerm Term(string text) => ContextTerms.From([], null, [text])!.Given[0];

    private static AlignedWord[] Words(string text, double confidence) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((w, i) => new AlignedWord($" {w}", i, i + 1, confidence, [i]))];
}
