namespace Hansard.Server.Summaries;

/// <summary>Kinds of summaries: the names of their prompts, as the API has them.</summary>
internal static class SummaryKind
{
    /// <summary>Heading of the whole.</summary>
    public const string Title = "title";

    /// <summary>Statements in the order of importance or time.</summary>
    public const string Summary = "summary";

    /// <summary>Headings, each with the passage that it begins with.</summary>
    public const string Chapters = "chapters";

    /// <summary>Things to do.</summary>
    public const string ActionItems = "action_items";

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<string> All { get; } = [Summary, Chapters, ActionItems, Title];
}
