using Hansard.Bench.Scoring;

namespace Hansard.Bench.Tests.Scoring;

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("a b c", "a b c", 0)]
    [InlineData("a b c", "a x c", 1)]
    [InlineData("a b c", "a c", 1)]
    [InlineData("a c", "a b c", 1)]
    [InlineData("a b c d", "b c d e", 2)]
    [InlineData("", "a b", 2)]
    [InlineData("a b", "", 2)]
    public void Errors_are_substitutions_deletions_and_insertions(string said, string recognised, int errors)
        => Assert.Equal(errors, EditDistance.Align(Words(said), Words(recognised)).Errors);

    [Fact]
    public void Pairs_are_what_was_matched_or_substituted_in_order()
        => Assert.Equal([new(0, 0), new(2, 1), new(3, 2)], EditDistance.Align(Words("a b c d"), Words("a x d")).Pairs);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
