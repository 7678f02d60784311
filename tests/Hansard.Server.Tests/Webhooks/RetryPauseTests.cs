using Hansard.Server.Configuration;
using Hansard.Server.Webhooks;

namespace Hansard.Server.Tests.Webhooks;

public sealed class RetryPauseTests
{
    private static readonly WebhookOptions Options =
        new() { FirstPause = TimeSpan.FromSeconds(4), LongestPause = TimeSpan.FromSeconds(60) };

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 8)]
    [InlineData(4, 32)]
    [InlineData(5, 60)]
    [InlineData(1000, 60)]
    public void Pauses_double_up_to_the_longest(int tries, int seconds)
        => Assert.Equal(TimeSpan.FromSeconds(seconds), RetryPause.After(tries, Options, random: 0.5));

    [Fact]
    public void Pauses_vary_by_a_quarter_either_way()
    {
        Assert.Equal(TimeSpan.FromSeconds(3), RetryPause.After(1, Options, random: 0));
        Assert.Equal(TimeSpan.FromSeconds(5), RetryPause.After(1, Options, random: 1));
    }

    [Fact]
    public void The_usual_tries_spread_over_minutes()
    {
        var options = new WebhookOptions();
        var total = Enumerable.Range(1, options.MaximumTries - 1).Sum(tries => RetryPause.After(tries, options, 0.5).TotalMinutes);

        Assert.InRange(total, 5, 30);
    }
}
