using Hansard.Engine.Speakers.Live;

namespace Hansard.Engine.Tests.Speakers.Live;

public sealed class RunningLevelTests
{
    [Fact]
    public void The_level_is_that_of_speech_however_long_the_silence()
    {
        var level = new RunningLevel();
        for (var i = 0; i < 100; i++) level.Add(Block(0.1f), 0.9f);
        var spoken = level.Gain;
        Assert.Equal(0.56, spoken, 0.01);
        for (var i = 0; i < 10_000; i++) level.Add(Block(0.0001f), 0.01f);
        Assert.Equal(spoken, level.Gain);
    }

    [Fact]
    public void The_level_follows_whoever_comes_nearer_within_a_minute_of_speech()
    {
        var level = new RunningLevel();
        for (var i = 0; i < 20_000; i++) level.Add(Block(0.01f), 0.9f);
        for (var i = 0; i < 1_875; i++) level.Add(Block(0.1f), 0.9f);
        Assert.InRange(level.Gain, 0.5, 0.8);
    }

    [Fact]
    public void There_is_a_level_before_there_is_speech()
    {
        var level = new RunningLevel();
        Assert.True(double.IsFinite(level.Gain));
        level.Add(Block(0.02f), 0.1f);
        Assert.Equal(2.8, level.Gain, 0.01);
    }

    private static float[] Block(float amplitude) => [.. Enumerable.Range(0, 512).Select(i => i % 2 == 0 ? amplitude : -amplitude)];
}
