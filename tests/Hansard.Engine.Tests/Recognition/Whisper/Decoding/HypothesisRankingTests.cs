using Hansard.Engine.Recognition.Whisper.Decoding;

namespace Hansard.Engine.Tests.Recognition.Whisper.Decoding;

public sealed class HypothesisRankingTests
{
    [Fact]
    public void A_hypothesis_that_says_its_end_twice_must_be_likelier_as_a_whole()
    {
        var said = new Hypothesis([1, 2, 3], -1.2, Finished: true);
        var twice = new Hypothesis([1, 2, 3, 1, 2, 3], -1.8, Finished: true);
        Assert.True(twice.MeanLogProbability > said.MeanLogProbability);
        Assert.Same(said, HypothesisRanking.Best([twice, said]));
        Assert.Equal(6, HypothesisRanking.Best([twice with { LogProbability = -1.0 }, said]).Tokens.Count);
    }

    [Fact]
    public void A_longer_hypothesis_is_not_dropped_for_its_length()
    {
        var sentence = new Hypothesis([1, 2, 3], -0.9, Finished: true);
        var both = new Hypothesis([1, 2, 3, 4, 5, 6, 7], -1.4, Finished: true);
        Assert.Same(both, HypothesisRanking.Best([sentence, both]));
    }

    [Fact]
    public void A_text_takes_the_full_stop_that_it_lacks_where_that_is_hardly_less_likely()
    {
        const int Stop = 9;
        var bare = new Hypothesis([1, 2, 3], -1.0, Finished: true);
        var ended = new Hypothesis([1, 2, 3, Stop], -1.8, Finished: true);
        var other = new Hypothesis([1, 2, 4, Stop], -1.1, Finished: true);
        Assert.Same(ended, HypothesisRanking.WithStop(bare, [bare, other, ended], token => token == Stop));
        Assert.Same(bare, HypothesisRanking.WithStop(bare, [bare, ended with { LogProbability = -2.4 }], token => token == Stop));
        Assert.Same(bare, HypothesisRanking.WithStop(bare, [bare, ended with { Finished = false }], token => token == Stop));
        Assert.Same(ended, HypothesisRanking.WithStop(ended, [bare, ended], token => token == Stop));
    }
}
