using Hansard.Engine.Recognition;

namespace Hansard.Engine.Tests.Recognition;

public sealed class SpeechCoverageTests
{
    [Fact]
    public void Speech_without_words_is_found_even_where_a_long_word_lies_over_it()
    {
        AlignedWord[] words = [new("Hello", 0, 0.4, 1, [1]), new(" there", 0.4, 6, 1, [2])];
        Assert.InRange(SpeechCoverage.LongestGap(words, [new(0, 1), new(2, 5)]), 2.9, 3.1);
        Assert.InRange(SpeechCoverage.LongestGap(words, [new(0, 1)]), 0, 0.05);
        Assert.InRange(SpeechCoverage.LongestGap([], [new(0, 1)]), 0.9, 1.05);
    }
}
