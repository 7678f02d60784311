using Hansard.Engine.Recognition.Sounds;

namespace Hansard.Engine.Tests.Recognition.Sounds;

public sealed class SoundDistanceTests
{
    [Fact]
    public void Sounds_that_differ_in_their_voice_alone_are_nearer_than_others()
    {
        Assert.Equal(0, SoundDistance.Of("keri", "keri"));
        Assert.True(SoundDistance.Of("bet", "pet") < SoundDistance.Of("bet", "set"));
        Assert.True(SoundDistance.Of("bit", "bIt") < SoundDistance.Of("bit", "bat"));
        Assert.Equal(1, SoundDistance.Of("a", "k"));
    }

    [Fact]
    public void A_weak_sound_is_left_out_more_easily_than_a_stop()
        => Assert.True(SoundDistance.Of("heri", "eri") < SoundDistance.Of("keri", "eri"));

    [Fact]
    public void The_distance_is_the_same_from_both_sides()
        => Assert.Equal(SoundDistance.Of("k@mfiyuY", "kanf@Y"), SoundDistance.Of("kanf@Y", "k@mfiyuY"), 5);

    [Fact]
    public void More_than_is_asked_for_is_infinite()
    {
        Assert.Equal(double.PositiveInfinity, SoundDistance.Of("keri", "sIm@n", most: 1));
        Assert.Equal(0, SoundDistance.Of("keri", "keri", most: 0));
    }
}
