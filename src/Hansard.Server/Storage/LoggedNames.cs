namespace Hansard.Server.Storage;

/// <summary>Lists of names as the log has them.</summary>
internal static class LoggedNames
{
    // 760 characters, as names are UUIDs.
    private const int MostNamed = 20;

    /// <summary>The first names, and the number of the others.</summary>
    public static string Some(IReadOnlyList<string> names)
        => string.Join(", ", names.Take(MostNamed)) + (names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "");
}
