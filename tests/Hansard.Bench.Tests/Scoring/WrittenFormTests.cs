using Hansard.Bench.Scoring;

namespace Hansard.Bench.Tests.Scoring;

public sealed class WrittenFormTests
{
    [Theory]
    [InlineData("Yes, it is.", "Yes, it is.", 100, 2, 0, 0, 0, 3)]
    [InlineData("Yes, it is.", "yes, it is", 66.7, 1, 1, 0, 1, 3)]
    [InlineData("Yes, it is.", "Yes. It was.", 0, 0, 1, 1, 1, 2)]
    [InlineData("¿Cómo estás? Bien.", "Cómo estás? \"Bien.\"", 100, 2, 0, 0, 0, 3)]
    [InlineData("no marks at all", "No marks. At all.", 0, 0, 0, 0, 0, 0)]
    public void Marks_and_capitals_are_compared_where_words_are_right(
        string reference, string recognised, double f1, int right, int missing, int added, int cases, int words)
    {
        var written = new WrittenForm();
        written.Add(reference, recognised);
        Assert.Equal(
            $"punctuation F1 {f1:F1} % ({right} marks right, {missing} missing or another, {added} added or another), "
                + $"case wrong in {cases} of {words} words",
            written.Figure);
    }
}
