using Hansard.Engine.Recognition.Alignment;
using Hansard.Engine.Recognition.Review;

namespace Hansard.Engine.Tests.Recognition.Review;

public sealed class WordReplacementTests(DefaultModel model) : IClassFixture<DefaultModel>
{
    [Theory]
    [InlineData(" Hair and man yes.", " Here in Maine, yes.", " Here in Maine, yes.")]
    [InlineData(" Okay, and on a day.", " Okay. And on a day", " Okay, and on a day.")]
    [InlineData(" of it all", " of all", " of all")]
    [InlineData(" of all", " of it all", " of all")]
    [InlineData(" one two three", " four", " four")]
    [InlineData(" one two", "", "")]
    [InlineData(" a b a b", " b a b a", " b a b")]
    public void Differing_words_are_replaced_and_the_rest_keeps_its_writing(string heard, string other, string expected)
    {
        var words = Words(heard);
        var replacements = WordReplacement.Between(words, 0, words.Count, model.Whisper.Tokenizer, model.Whisper.Tokenizer.Encode(other), "en");
        Assert.Equal(expected, model.Whisper.Tokenizer.Decode([.. WordReplacement.Apply(replacements, words, 0, words.Count)]));
    }

    [Fact]
    public void Words_outside_the_part_are_left_alone()
    {
        var words = Words(" one two three four");
        var replacement = Assert.Single(WordReplacement.Between(words, 1, 3, model.Whisper.Tokenizer, model.Whisper.Tokenizer.Encode(" two tree"), "en"));
        Assert.Equal((2, 3), (replacement.First, replacement.End));
        Assert.Equal(" one two tree four", model.Whisper.Tokenizer.Decode([.. WordReplacement.Apply([replacement], words, 0, 4)]));
    }

    private List<TimedWord> Words(string text)
        => WordSplitter.MergePunctuation([.. WordSplitter.Split(model.Whisper.Tokenizer, model.Whisper.Tokenizer.Encode(text), "en").Select(w => new TimedWord(w.Text, 0, 0, 1, w.Tokens))]);
}
