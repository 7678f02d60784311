using Hansard.Server.Http;

namespace Hansard.Server.Tests.Http;

public sealed class SlidingRateTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly SlidingRate _rate = new(10 * Second);

    [Fact]
    public void Nothing_is_too_slow_before_a_window_has_passed() => Assert.Equal(double.PositiveInfinity, _rate.Add(9 * Second, 1));

    [Fact]
    public void A_pause_after_a_fast_start_is_noticed_as_soon_as_the_window_is_past_it()
    {
        _rate.Add(Second, 1_000_000_000);
        for (var i = 0; i < 9; i++) Assert.True(_rate.Add(Second, 0) >= 10);
        Assert.Equal(0, _rate.Add(Second, 0));
    }

    [Fact]
    public void A_steady_trickle_has_its_speed_in_every_window()
    {
        for (var i = 0; i < 9; i++) Assert.Equal(double.PositiveInfinity, _rate.Add(Second, 10));
        for (var i = 0; i < 1000; i++) Assert.Equal(10, _rate.Add(Second, 10));
    }

    [Fact]
    public void Pauses_shorter_than_the_window_are_allowed()
    {
        for (var i = 0; i < 100; i++) Assert.True(_rate.Add(Second, i % 9 == 0 ? 100 : 0) >= 10);
    }

    [Fact]
    public void A_steady_stream_has_its_rate_whatever_the_size_of_its_pieces()
    {
        for (var i = 0; i < 100_000; i++) _rate.Add(Second / 1000, 5);

        Assert.InRange(_rate.Add(Second / 1000, 5), 4_900, 5_100);
    }

    [Fact]
    public void A_late_burst_makes_up_for_a_pause()
    {
        for (var i = 0; i < 20; i++) _rate.Add(Second, 1);

        Assert.InRange(_rate.Add(Second, 50_000), 5_000, 5_002);
    }
}
