using System.Text.RegularExpressions;

namespace Hansard.Engine.Transcripts.Import;

/// <summary>Tells the name of a speaker before what is said: "ANNA: Good morning."</summary>
internal static partial class SpeakerPrefix
{
    /// <summary>Divides a line.</summary>
    /// <param name="line">Without white space around it.</param>
    /// <returns>Name and rest; no name where the line has none.</returns>
    /// <remarks>
    /// A name has up to four words, which begin with capitals, or with letters of a writing without them, or with digits after the first:
    /// "Speaker 2", "Dr. Müller", "王小明".
    /// </remarks>
    public static (string? Name, string Text) Divide(string line)
    {
        var match = Prefix().Match(line);
        return match.Success ? (match.Groups["name"].Value, match.Groups["text"].Value) : (null, line);
    }

    private const string Word = @"[\p{L}\p{M}\p{N}.'’\-]{0,30}";

    [GeneratedRegex(
        @"^(?:[-–—]\s*)?(?<name>[\p{Lu}\p{Lt}\p{Lo}]" + Word + @"(?: [\p{Lu}\p{Lt}\p{Lo}\p{N}]" + Word
        + @"){0,3})(?::\s+|：\s*)(?<text>\S.*)$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Prefix();
}
