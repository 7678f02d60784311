using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Whisper;
using Hansard.Engine.Recognition.Whisper.Alternatives;
using Hansard.Engine.Recognition.Whisper.Decoding;

namespace Hansard.Engine.Tests.Recognition.Whisper.Alternatives;

public sealed class WordAlternativesTests
{
    private static readonly string Model = Path.Combine(Fixtures.Models, "whisper-base");
    private static readonly WhisperTokenizer Tokenizer = WhisperTokenizer.Load(Model);
    private static readonly WhisperConfiguration Configuration = WhisperConfiguration.Load(Model);

    [Fact]
    public void A_doubtful_word_has_what_stands_in_its_place_in_other_texts_the_likeliest_first()
    {
        var words = Add("I saw* a ship.", (" I sow a ship.", -3), (" I saw a ship", -1), (" I, so, a ship!", -2));

        Assert.Equal(["so", "sow"], words[1].Alternatives);
        Assert.All((AlignedWord[])[words[0], words[2], words[3]], word => Assert.Empty(word.Alternatives));
    }

    [Fact]
    public void Several_words_can_have_been_one()
        => Assert.Equal(["a lot of"], Add("We have alot* time", (" We have a lot of time", -1))[2].Alternatives);

    [Theory]
    [InlineData("It is sure now", " It is surely now")]
    [InlineData("It is Sure!* now", " It is, sure now")]
    [InlineData("It is* sure* now", " It now")]
    [InlineData("It is* sure* now", " It has never been so sure of all this now")]
    [InlineData("It is* sure* now", "")]
    public void Nothing_is_offered_for_a_word_that_is_sure_the_same_or_cannot_be_told_apart(string text, string other)
        => Assert.All(Add(text, (other, -1)), word => Assert.Empty(word.Alternatives));

    [Fact]
    public void Five_are_enough()
    {
        (string, double)[] others = [.. "abcdefghij".Select((letter, i) => ($" The {letter}{letter} end", -1.0 - i))];

        Assert.Equal(["aa", "bb", "cc", "dd", "ee"], Add("The xx* end", others)[1].Alternatives);
    }

    // A star marks a doubtful word.
    private static IReadOnlyList<AlignedWord> Add(string text, params (string Text, double LogProbability)[] others)
    {
        var words = text.Split(' ').Select(
            (word, i) => new AlignedWord(" " + word.TrimEnd('*'), i, i + 1, word.EndsWith('*') ? 0.5 : 0.9, []));
        return new WordAlternatives(Tokenizer, Configuration).Add(
            [.. words], [.. others.Select(other => Of(other.Text, other.LogProbability))], "en");
    }

    private static Hypothesis Of(string text, double mean)
    {
        var tokens = Tokenizer.Encode(text);
        return new Hypothesis(tokens, mean * Math.Max(1, tokens.Count), Finished: true);
    }
}
