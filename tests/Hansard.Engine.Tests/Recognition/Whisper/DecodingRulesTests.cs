using Hansard.Engine.Recognition.Whisper.Decoding;

namespace Hansard.Engine.Tests.Recognition.Whisper;

public sealed class DecodingRulesTests
{
    [Theory]
    [InlineData(new[] { 1, 2, 3, 4, 5 }, false)]
    [InlineData(new[] { 9, 1, 1, 1, 1, 1, 1, 1, 1 }, true)]
    [InlineData(new[] { 1, 1, 1, 1 }, false)] // "no, no, no, no" is said
    [InlineData(new[] { 7, 1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7 }, true)]
    [InlineData(new[] { 1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7 }, false)] // said twice
    public void A_phrase_said_over_and_over_is_a_loop_and_one_said_twice_is_not(int[] tokens, bool loops)
        => Assert.Equal(loops, RepetitionDetector.EndsInLoop(tokens));

    [Fact]
    public void What_is_cut_off_a_loop_is_all_but_its_first_instance()
    {
        int[] tokens = [10, 11, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 12];
        Assert.Equal([10, 11, 1, 2, 3], tokens.Take(RepetitionDetector.LoopStart(tokens)));
        Assert.Equal(4, RepetitionDetector.LoopStart([1, 2, 3, 4]));
    }

    [Theory]
    [InlineData(true, 9, 1, 2, 3, 1, 2, 3)]
    [InlineData(true, 9, 1, 2, 3, 5, 1, 2, 3)] // "… the ridge. … the ridge"
    [InlineData(false, 1, 2, 3, 5, 6, 1, 2, 3)]
    [InlineData(true, 9, 1, 2, 1, 2)]
    [InlineData(false, 1, 9, 9)]
    [InlineData(false, 1, 2, 3, 4)]
    public void A_phrase_said_twice_at_the_end_is_noticed_though_only_one_has_a_full_stop(bool repeats, params int[] tokens)
        => Assert.Equal(repeats, RepetitionDetector.EndsInRepeat(tokens));

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

    [Theory]
    [InlineData("fine words and nothing else", -0.2, 3.0, (int)TextFault.None)]
    [InlineData("fine words and nothing else", -1.5, 3.0, (int)TextFault.Unlikely)]
    [InlineData("a text of seventy characters that nobody can say in a single second ok", -0.2, 1.0, (int)TextFault.TooFast)]
    public void A_text_is_judged_by_its_likelihood_and_its_speed(string text, double average, double seconds, int fault)
        => Assert.Equal((TextFault)fault, FallbackCriteria.Judge([1, 2, 3], text, average, seconds));

    [Fact]
    public void A_text_that_compresses_too_well_is_repetitive()
        => Assert.Equal(
            TextFault.Repetitive, FallbackCriteria.Judge([1, 2, 3], string.Concat(Enumerable.Repeat("so it goes on. ", 12)), -0.2, 60));

    [Theory]
    [InlineData("en_test")]
    [InlineData("coffee_shop")]
    public void The_compression_ratio_is_the_reference_ratio(string clip)
    {
        foreach (var decode in GoldenWhisper.Load(clip).Json.GetProperty("decodes").EnumerateObject())
        {
            var expected = decode.Value.GetProperty("compression_ratio").GetDouble();
            Assert.InRange(FallbackCriteria.CompressionRatio(decode.Value.GetProperty("text").GetString()!) / expected, 0.95, 1.05);
        }
    }
}
