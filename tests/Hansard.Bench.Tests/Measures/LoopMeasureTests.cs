using Hansard.Bench.Measures;

namespace Hansard.Bench.Tests.Measures;

public sealed class LoopMeasureTests
{
    [Theory]
    [InlineData("one from fairest creatures", 1)]
    [InlineData("he said he said it again", 2)]
    [InlineData("so a b c a b c a b c then", 3)]
    [InlineData("no no no no", 2)] // Two words are the shortest run.
    [InlineData("", 1)]
    public void Runs_said_again_at_once_are_counted(string text, int times)
        => Assert.Equal(times, LoopMeasure.LongestRepeat(text.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
}
