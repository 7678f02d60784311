using Hansard.Server.Usage;

namespace Hansard.Server.Tests.Usage;

public sealed class StreamHistoryTests
{
    private const long Minute = 60_000;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;

    [Fact]
    public void A_minute_has_its_peak_and_the_values_at_its_start_and_at_every_change()
    {
        // Two overlap in the first minute; one of them goes on into the third.
        SessionTime[] sessions = [new(1_000, 130_000), new(2_000, 3_000), new(3_000, 4_000)];
        var minutes = StreamHistory.Of(sessions, 0, 4, Minute);
        Assert.Equal(
            [
                new StreamPeriod(0, Peak: 2, Sum: 1 + 2 + 2 + 1, Values: 4, Slots: 1),
                new StreamPeriod(Minute, Peak: 1, Sum: 1, Values: 1, Slots: 1),
                new StreamPeriod(2 * Minute, Peak: 1, Sum: 1, Values: 1, Slots: 1),
                new StreamPeriod(3 * Minute),
            ],
            minutes);
    }

    [Fact]
    public void Hours_and_days_have_the_peaks_of_their_parts()
    {
        SessionTime[] sessions = [new(0, 2 * Minute), new(Minute, 2 * Minute), new(Hour, Hour + 1)];
        Assert.Equal(
            [new StreamPeriod(0, Peak: 2, Sum: 3, Values: 2, Slots: 60), new StreamPeriod(Hour, 1, 1, 1, 60), new StreamPeriod(2 * Hour)],
            StreamHistory.Of(sessions, 0, 3, Hour));
        Assert.Equal(
            [new StreamPeriod(0, Peak: 2, Sum: 3, Values: 2, Slots: 24), new StreamPeriod(Day)], StreamHistory.Of(sessions, 0, 2, Day));
    }

    [Fact]
    public void What_reaches_out_of_the_window_counts_within_it()
    {
        SessionTime[] sessions = [new(-Hour, Hour)];
        Assert.Equal(
            [new StreamPeriod(0, 1, 1, 1, 1), new StreamPeriod(Minute, 1, 1, 1, 1)], StreamHistory.Of(sessions, 0, 2, Minute));
        Assert.Empty(StreamHistory.Of(sessions, 0, 0, Minute));
    }

    [Theory]
    [InlineData("period_sec=61&kind=stt", "query.period_sec")]
    [InlineData("period_sec=60&kind=text", "query.kind")]
    [InlineData("period_sec=60&kind=stt&end_time=2026-05-28T09:00:00Z", "query.end_time")]
    public async Task A_wrong_query_is_named(string query, string location)
    {
        await using var server = await TestServer.StartAsync();
        var end = query.Contains("end_time", StringComparison.Ordinal) ? "" : "&end_time=2026-04-28T10:00:00Z";
        using var response = await server.Client.GetAsync(
            $"/v1/concurrent-streams-history?start_time=2026-04-28T09:00:00Z{end}&{query}", TestContext.Current.CancellationToken);
        var error = Assert.Single(
            (await Answer.ErrorAsync(response, 400, "invalid_request")).GetProperty("validation_errors").EnumerateArray());
        Assert.Equal(location, error.String("location"));
    }
}
