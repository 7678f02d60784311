using Hansard.Engine.Transcripts.Corrections;

namespace Hansard.Engine.Tests.Transcripts.Corrections;

public sealed class SequenceMatchTests
{
    [Fact]
    public void A_text_that_is_said_over_and_over_is_matched_through_thousands_of_mistakes()
    {
        // An hour of one announcement: no word stands once, and every tenth was heard otherwise.
        int[] said = [.. Enumerable.Range(0, 12_000).Select(i => i % 300)];
        int[] heard = [.. said.Select((word, i) => i % 10 == 7 ? 1_000 + (i % 13) : word)];

        var matches = SequenceMatch.Of(heard, said);

        Assert.InRange(matches.Index().Count(pair => pair.Item == pair.Index), 10_700, 10_800);
        var matched = matches.Where(match => match >= 0).ToArray();
        Assert.Equal(matched.Order(), matched);
        Assert.All(matches.Index().Where(pair => pair.Item >= 0), pair => Assert.Equal(heard[pair.Item], said[pair.Index]));
    }

    [Fact]
    public void Another_text_with_the_same_small_words_is_not_matched()
    {
        var random = new Random(1);
        int[] one = [.. Enumerable.Range(0, 4_000).Select(_ => random.Next(200) is var word && word < 20 ? word : 1_000 + word)];
        int[] other = [.. Enumerable.Range(0, 4_000).Select(_ => random.Next(200) is var word && word < 20 ? word : 2_000 + word)];

        Assert.All(SequenceMatch.Of(one, other), match => Assert.Equal(-1, match));
    }
}
