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
}
