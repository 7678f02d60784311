using Hansard.Cli.Usage;

namespace Hansard.Cli.Tests.Usage;

public sealed class RecordingTimeTests
{
    [Theory]
    [InlineData("90", 90)]
    [InlineData("90.5", 90.5)]
    [InlineData("1:30", 90)]
    [InlineData("0:02.25", 2.25)]
    [InlineData("1:02:03.5", 3723.5)]
    [InlineData("90:00", 5400)]
    public void A_time_is_written_as_clocks_write_it_or_in_seconds(string text, double seconds)
        => Assert.Equal(seconds, RecordingTime.Parse(text)!.Value.TotalSeconds, 3);

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("1:60")]
    [InlineData("1:2:3:4")]
    [InlineData("-1")]
    [InlineData("1.5:00")]
    [InlineData("1e9")]
    [InlineData("9999999")]
    [InlineData("1::2")]
    public void Anything_else_is_no_time(string text) => Assert.Null(RecordingTime.Parse(text));
}
