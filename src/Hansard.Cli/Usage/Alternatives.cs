namespace Hansard.Cli.Usage;

/// <summary>Names in a sentence.</summary>
internal static class Alternatives
{
    /// <summary>Joins names: <c>a, b or c</c>.</summary>
    public static string Of(IReadOnlyList<string> names)
        => names.Count == 1 ? names[0] : $"{string.Join(", ", names.Take(names.Count - 1))} or {names[^1]}";

    /// <summary>Asks for the nearest names, with a blank before the question; empty if none is near.</summary>
    public static string DidYouMean(string typed, IEnumerable<string> names)
        => NearNames.Find(typed, names) is { Count: > 0 } near ? $" Did you mean {Of([.. near.Select(name => $"'{name}'")])}?" : "";
}
