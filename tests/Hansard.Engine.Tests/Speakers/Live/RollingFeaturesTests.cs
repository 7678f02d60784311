using Hansard.Engine.Audio;
using Hansard.Engine.Speakers.Live;
using Hansard.Engine.Speakers.Voices;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Tests.Speakers.Live;

public sealed class RollingFeaturesTests
{
    [Theory]
    [InlineData(1.0)]
    [InlineData(0.3)]
    [InlineData(9.0)]
    public void Frames_are_those_of_the_whole_sound_at_any_level_whatever_blocks_it_comes_in(double gain)
    {
        var sound = LiveConversation.Clip("en_LJ001-0008.wav");
        var frames = KaldiFilterBank.FramesOf(sound.Length);
        var expected = new float[frames * KaldiFilterBank.Bands];
        KaldiFilterBank.Compute(sound, gain, frames, expected);
        var features = Rolled(sound, 1_111, out _);
        var found = features.At(new FrameRange(0, frames), gain);
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 2e-3);
    }

    [Fact]
    public void What_is_dropped_is_left_out()
    {
        var features = Rolled(LiveConversation.Clip("en_LJ001-0008.wav"), 5_000, out _);
        var before = features.At(new FrameRange(50, 60), 1);
        features.DropBefore(50);
        Assert.Equal(50, features.Start);
        Assert.Equal(before, features.At(new FrameRange(0, 60), 1));
        Assert.Empty(features.At(new FrameRange(0, 50), 1));
        Assert.Empty(features.At(new FrameRange(features.End, features.End + 9), 1));
    }

    private static RollingFeatures Rolled(float[] sound, int block, out SampleHistory history)
    {
        history = new SampleHistory();
        var features = new RollingFeatures();
        foreach (var part in sound.Chunk(block))
        {
            part.CopyTo(history.Reserve(part.Length));
            history.Commit(part.Length);
            features.Add(history, history.End);
        }
        return features;
    }
}
