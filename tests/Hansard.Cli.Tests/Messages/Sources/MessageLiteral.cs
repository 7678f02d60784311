using System.Text.RegularExpressions;

namespace Hansard.Cli.Tests.Messages.Sources;

/// <summary>A text in the sources that users may read: a message, or a part of one.</summary>
/// <param name="Place">File and line.</param>
/// <param name="Text">The text; <c>{}</c> stands for what is put into it.</param>
internal sealed record MessageLiteral(string Place, string Text)
{
    /// <summary>Finds it in what the program says.</summary>
    public Regex Pattern { get; } = new(
        string.Join(".*?", Text.Trim().Split("{}").Select(Regex.Escape)), RegexOptions.CultureInvariant);

    /// <summary>The longest part that is always the same.</summary>
    public string Fixed { get; } = Text.Split("{}").MaxBy(part => part.Length)!.Trim();
}
