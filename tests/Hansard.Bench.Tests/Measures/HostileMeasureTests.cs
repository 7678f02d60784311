using Hansard.Bench.Measures;

namespace Hansard.Bench.Tests.Measures;

public sealed class HostileMeasureTests
{
    [Theory]
    [InlineData("clear error, no crash", 1, "", "a.wav: not a recording.", true)]
    [InlineData("clear error, no crash", 1, "", "", false)]
    [InlineData("clear error, no crash", 1, "", "Unhandled exception.\n   at Program.Main()", false)]
    [InlineData("clear error, no crash", 134, "", "Aborted", false)]
    [InlineData("clear error, no crash", 0, "root", "", false)]
    [InlineData("must not read the target: clear error, no crash", 0, "", "", false)]
    [InlineData("error or empty transcript", 0, "", "", true)]
    [InlineData("empty transcript, no crash", 0, "Thank you.", "", false)]
    [InlineData("empty transcript, no crash", 1, "", "a.wav: too short.", false)]
    [InlineData("normal transcript", 0, "Hello.", "", true)]
    [InlineData("normal transcript", 0, "", "", false)]
    [InlineData("transcript or clear error, no crash; no NaN in the JSON, no hang", 0, "Hello.", "", true)]
    [InlineData("bounded memory; empty transcript or a duration-limit error", 1, "", "a.flac: longer than 300 minutes.", true)]
    public void What_the_manifest_expects_is_told_from_what_it_does_not(
        string expected, int code, string text, string complaint, bool right)
        => Assert.Equal(right, HostileMeasure.IsAsExpected(expected, code, text, complaint));
}
