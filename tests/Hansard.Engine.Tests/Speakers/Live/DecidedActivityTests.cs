using Hansard.Engine.Speakers.Live;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Tests.Speakers.Live;

public sealed class DecidedActivityTests
{
    [Fact]
    public void The_last_ten_minutes_are_kept_and_what_is_asked_before_is_as_their_beginning()
    {
        var activity = new DecidedActivity();
        for (var t = 0; t < DecidedActivity.Kept + 100; t++) activity.Add(new DecidedFrame((sbyte)(t < 200 ? 0 : 1), -1, 0));
        Assert.Equal((100, DecidedActivity.Kept + 100), (activity.Start, activity.End));
        Assert.Equal(0, activity[100].First);
        Assert.Equal([0, 0], activity.Fill(new FrameRange(10, 12), 2).First);
        Assert.Equal([0, 1], activity.Fill(new FrameRange(199, 201), 2).First);
        Assert.Equal(1, activity.Dominant(new FrameRange(0, int.MaxValue)));
    }

    [Fact]
    public void Where_nobody_speaks_there_is_who_is_nearest()
    {
        var activity = new DecidedActivity();
        activity.Add(new DecidedFrame(-1, -1, 3));
        activity.Add(new DecidedFrame(2, 1, 2));
        var filled = activity.Fill(new FrameRange(0, 2), 4);
        Assert.Equal([3, 2], filled.First);
        Assert.Equal([-1, 1], filled.Second);
        Assert.Equal(-1, activity.Dominant(new FrameRange(0, 1)));
    }
}
