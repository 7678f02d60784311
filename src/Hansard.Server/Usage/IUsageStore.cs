namespace Hansard.Server.Usage;

/// <summary>The log of what completed transcriptions used; a row is written with the end of its job.</summary>
internal interface IUsageStore
{
    /// <summary>Usage that ended in a window, ordered by end and then by insertion.</summary>
    /// <param name="project">Id of the project.</param>
    /// <param name="from">The window's start, inclusive.</param>
    /// <param name="to">The window's end, exclusive.</param>
    /// <param name="descending">Latest first.</param>
    /// <param name="after">The last row of the page before; null for the first page.</param>
    /// <param name="limit">The most rows.</param>
    IReadOnlyList<UsageRow> List(string project, long from, long to, bool descending, UsagePlace? after, int limit);

    /// <summary>Times of the live sessions of a project that ran in a window and have ended.</summary>
    IReadOnlyList<SessionTime> Sessions(string project, long from, long to);

    /// <summary>Sums by model and UTC day of the end.</summary>
    IReadOnlyList<UsageDay> Days(string project, long from, long to);
}

/// <summary>The place of a row in the log.</summary>
/// <param name="EndTime">End of its job in milliseconds since 1970.</param>
/// <param name="Seq">Number of its insertion, for rows of the same end.</param>
internal readonly record struct UsagePlace(long EndTime, long Seq);
