namespace Hansard.Cli;

/// <summary>Makes text that others chose, such as names of files, fit for a line on a terminal.</summary>
internal static class Printable
{
    /// <summary>Puts question marks in place of control characters, which could move the cursor or begin a line.</summary>
    public static string Of(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
}
