using Hansard.Engine.Recognition.Whisper.Decoding;

namespace Hansard.Engine.Tests.Recognition.Whisper.Decoding;

public sealed class RepetitionDetectorTests
{
    [Theory]
    [InlineData(new[] { 1, 2, 3, 4, 5 }, false)]
    [InlineData(new[] { 9, 1, 1, 1, 1, 1, 1, 1, 1 }, true)]
    [InlineData(new[] { 1, 1, 1, 1 }, false)] // "no, no, no, no" is said
    [InlineData(new[] { 7, 1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7 }, true)]
    [InlineData(new[] { 1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7 }, false)] // said twice
    public void A_phrase_said_over_and_over_is_a_loop_and_one_said_twice_is_not(int[] tokens, bool loops)
        => Assert.Equal(loops, RepetitionDetector.EndsInLoop(tokens));

    [Fact]
    public void What_is_cut_off_a_loop_is_all_but_its_first_instance()
    {
        int[] tokens = [10, 11, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 12];
        Assert.Equal([10, 11, 1, 2, 3], tokens.Take(RepetitionDetector.LoopStart(tokens)));
        Assert.Equal(4, RepetitionDetector.LoopStart([1, 2, 3, 4]));
    }

    [Theory]
    [InlineData(true, 9, 1, 2, 3, 1, 2, 3)]
    [InlineData(true, 9, 1, 2, 3, 5, 1, 2, 3)] // "… the ridge. … the ridge"
    [InlineData(false, 1, 2, 3, 5, 6, 1, 2, 3)]
    [InlineData(true, 9, 1, 2, 1, 2)]
    [InlineData(false, 1, 9, 9)]
    [InlineData(false, 1, 2, 3, 4)]
    public void A_phrase_said_twice_at_the_end_is_noticed_though_only_one_has_a_full_stop(bool repeats, params int[] tokens)
        => Assert.Equal(repeats, RepetitionDetector.EndsInRepeat(tokens));
}
