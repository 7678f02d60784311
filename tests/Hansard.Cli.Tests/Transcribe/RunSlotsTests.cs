using Hansard.Cli.Transcribe;

namespace Hansard.Cli.Tests.Transcribe;

/// <summary>Recordings that are transcribed at once.</summary>
public sealed class RunSlotsTests
{
    private const long Hour = 100 << 20;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Long_recordings_take_a_thread_each()
    {
        using var slots = new RunSlots(threads: 2);
        var first = await slots.EnterAsync(Hour, Cancellation);
        await slots.EnterAsync(null, Cancellation);
        var third = slots.EnterAsync(Hour, Cancellation);
        Assert.False(third.IsCompleted);
        first.Dispose();
        await third;
    }

    [Fact]
    public async Task Short_recordings_go_four_to_a_thread()
    {
        using var slots = new RunSlots(threads: 2);
        List<IDisposable> short1 = [];
        for (var i = 0; i < 8; i++) short1.Add(await slots.EnterAsync(100_000, Cancellation));
        var longOne = slots.EnterAsync(Hour, Cancellation);
        var after = slots.EnterAsync(100_000, Cancellation);
        foreach (var one in short1.Take(3)) one.Dispose();
        // First come, first served: the long one waits for its fourth place, and the short one for it.
        Assert.False(longOne.IsCompleted || after.IsCompleted);
        short1[3].Dispose();
        await longOne;
        Assert.False(after.IsCompleted);
        short1[4].Dispose();
        await after;
    }

    [Fact]
    public async Task Who_stops_waiting_leaves_all_places_to_the_others()
    {
        using var slots = new RunSlots(threads: 1);
        var short1 = await slots.EnterAsync(1, Cancellation);
        using var stop = new CancellationTokenSource();
        var longOne = slots.EnterAsync(Hour, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => longOne);
        for (var i = 0; i < 3; i++) await slots.EnterAsync(1, Cancellation);
        var last = slots.EnterAsync(Hour, Cancellation);
        Assert.False(last.IsCompleted);
        short1.Dispose();
        Assert.False(last.IsCompleted);
    }
}
