using Hansard.Server.Http;

namespace Hansard.Server.Tests.Http;

public sealed class SlidingRateTests
{
    [Fact]
    public void A_pause_after_a_fast_start_is_noticed_as_soon_as_the_window_is_past_it()
    {
        var rate = new SlidingRate(slots: 10, least: 100);
        Assert.True(rate.EndSlot(1_000_000_000));
        for (var i = 0; i < 9; i++) Assert.True(rate.EndSlot(0));
        Assert.False(rate.EndSlot(0));
    }

    [Fact]
    public void A_steady_trickle_at_the_least_speed_is_fast_enough()
    {
        var rate = new SlidingRate(slots: 10, least: 100);
        for (var i = 0; i < 1000; i++) Assert.True(rate.EndSlot(10));
    }

    [Fact]
    public void A_trickle_below_it_is_noticed_after_one_window()
    {
        var rate = new SlidingRate(slots: 10, least: 100);
        for (var i = 0; i < 9; i++) Assert.True(rate.EndSlot(9));
        Assert.False(rate.EndSlot(9));
    }

    [Fact]
    public void Pauses_shorter_than_the_window_are_allowed()
    {
        var rate = new SlidingRate(slots: 10, least: 100);
        for (var i = 0; i < 100; i++) Assert.True(rate.EndSlot(i % 9 == 0 ? 100 : 0));
    }
}
