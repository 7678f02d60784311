namespace Hansard.Server.Usage;

/// <summary>Counts how many live sessions ran at once, by minutes, hours or days.</summary>
/// <remarks>
/// Computed from the times of the sessions, so that nothing has to be sampled while they run. A minute records how many run at its start
/// and after each start and end in it; an hour the peaks of its minutes, and a day those of its hours.
/// </remarks>
internal static class StreamHistory
{
    private const long Minute = 60_000;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;

    /// <summary>Lays the counts out over a window, every period of it.</summary>
    /// <param name="sessions">In any order.</param>
    /// <param name="first">Start of the first period, in milliseconds since 1970 UTC.</param>
    /// <param name="count">Number of periods.</param>
    /// <param name="period">Length of a period in milliseconds: a minute, an hour or a day.</param>
    public static IReadOnlyList<StreamPeriod> Of(IReadOnlyCollection<SessionTime> sessions, long first, int count, long period)
    {
        var active = Minutes(sessions, first, first + count * period);
        if (period >= Hour) active = Rolled(active, Hour, slots: 60);
        if (period >= Day) active = Rolled(active, Day, slots: 24);
        return [.. Enumerable.Range(0, count).Select(i => first + i * period).Select(start => active.GetValueOrDefault(start, new(start)))];
    }

    private static Dictionary<long, StreamPeriod> Minutes(IReadOnlyCollection<SessionTime> sessions, long from, long to)
    {
        // Changes at the same time are one: a session that makes room for another did not run beside it.
        SortedDictionary<long, int> changes = new() { [to] = 0 };
        foreach (var session in sessions)
        {
            var (start, end) = (Math.Max(session.Start, from), Math.Min(Math.Max(session.End, session.Start + 1), to));
            if (start >= end) continue;
            changes[start] = changes.GetValueOrDefault(start) + 1;
            changes[end] = changes.GetValueOrDefault(end) - 1;
        }

        var minutes = new Dictionary<long, StreamPeriod>();
        var (running, reached) = (0, from);
        foreach (var (time, change) in changes)
        {
            for (var minute = reached - reached % Minute + Minute; minute < time; minute += Minute) Record(minute, running);
            running += change;
            if (time < to) Record(time - time % Minute, running);
            reached = time;
        }
        return minutes;

        void Record(long minute, int value)
        {
            if (value > 0) minutes[minute] = minutes.GetValueOrDefault(minute, new(minute)).With(value, slots: 1);
        }
    }

    private static Dictionary<long, StreamPeriod> Rolled(Dictionary<long, StreamPeriod> parts, long period, int slots)
    {
        var rolled = new Dictionary<long, StreamPeriod>();
        foreach (var part in parts.Values)
        {
            var start = part.Start - part.Start % period;
            rolled[start] = rolled.GetValueOrDefault(start, new(start)).With(part.Peak, slots);
        }
        return rolled;
    }
}

/// <summary>A live session's time.</summary>
/// <param name="Start">Milliseconds since 1970 UTC.</param>
/// <param name="End">The same.</param>
internal readonly record struct SessionTime(long Start, long End);

/// <summary>Numbers of live sessions in a period.</summary>
/// <param name="Start">Milliseconds since 1970 UTC.</param>
/// <param name="Peak">The most at once.</param>
/// <param name="Sum">Sum of the recorded values.</param>
/// <param name="Values">Number of the recorded values; 0: no session ran.</param>
/// <param name="Slots">Periods of the next shorter kind that it covers; 0 where no session ran.</param>
internal readonly record struct StreamPeriod(long Start, int Peak = 0, long Sum = 0, int Values = 0, int Slots = 0)
{
    /// <summary>The period with another value recorded.</summary>
    public StreamPeriod With(int value, int slots) => new(Start, Math.Max(Peak, value), Sum + value, Values + 1, slots);
}
