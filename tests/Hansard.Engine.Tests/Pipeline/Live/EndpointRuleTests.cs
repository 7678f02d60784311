using Hansard.Engine.Pipeline.Live;

namespace Hansard.Engine.Tests.Pipeline.Live;

/// <summary>How long a silence must be to end an utterance.</summary>
public sealed class EndpointRuleTests
{
    [Theory]
    [InlineData(" done.", 0, 0, 2, 0.6)]
    [InlineData(" done?”", 0, 0, 2, 0.6)]
    [InlineData("終わり。", 0, 0, 2, 0.6)]
    [InlineData(" and", 0, 0, 2, 1.4)]
    [InlineData("", 0, 0, 2, 1.4)]
    [InlineData(" and", 1, 0, 2, 0.7)]
    [InlineData(" and", -1, 0, 2, 2)]
    [InlineData(" and", -1, 0, 3, 2.8)]
    [InlineData(" and", 0, 0, 0.5, 0.5)]
    [InlineData(" done.", 0, 3, 2, 0.3)]
    [InlineData(" done.", 0, 1, 2, 0.48)]
    [InlineData(" done.", 1, 3, 2, 0.3)]
    [InlineData(" and", 0, 3, 2, 1.4)]
    public void A_silence_is_shorter_after_a_sentence_and_by_the_callers_wishes(
        string text, double sensitivity, int level, double longest, double expected)
    {
        var rule = new EndpointRule(new EndpointOptions
        {
            Sensitivity = sensitivity,
            LatencyLevel = level,
            MaximumDelay = TimeSpan.FromSeconds(longest),
        });
        Assert.Equal(expected, rule.Silence(text).TotalSeconds, 0.001);
    }

    [Theory]
    [InlineData(0.7, 0.7)]
    [InlineData(5, 5)]
    [InlineData(0, 0.3)]
    public void A_silence_that_the_caller_names_counts_whatever_was_said(double named, double expected)
    {
        var rule = new EndpointRule(new EndpointOptions { Silence = TimeSpan.FromSeconds(named), LatencyLevel = 3 });
        foreach (var text in (string[])[" and", " done."]) Assert.Equal(expected, rule.Silence(text).TotalSeconds, 0.001);
    }
}
