using Hansard.Server.Fetching;

namespace Hansard.Server.Tests.Fetching;

public sealed class ByteRateTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Nothing_is_too_slow_before_a_window_has_passed()
        => Assert.Equal(double.PositiveInfinity, new ByteRate(10 * Second).Add(9 * Second, 1));

    [Fact]
    public void What_came_before_the_window_does_not_count()
    {
        var rate = new ByteRate(10 * Second);
        rate.Add(Second, 1_000_000_000);
        for (var i = 0; i < 9; i++) rate.Add(Second, 1);

        Assert.Equal(1, rate.Add(Second, 1));
    }

    [Fact]
    public void A_steady_stream_has_its_rate_whatever_the_size_of_its_pieces()
    {
        var rate = new ByteRate(10 * Second);
        for (var i = 0; i < 100_000; i++) rate.Add(Second / 1000, 5);

        Assert.InRange(rate.Add(Second / 1000, 5), 4_900, 5_100);
    }

    [Fact]
    public void A_late_burst_makes_up_for_a_pause()
    {
        var rate = new ByteRate(10 * Second);
        for (var i = 0; i < 20; i++) rate.Add(Second, 1);

        Assert.InRange(rate.Add(Second, 50_000), 5_000, 5_002);
    }
}
