using System.Globalization;
using System.Text.RegularExpressions;

namespace Hansard.Engine.Transcripts.Import;

/// <summary>
/// Reads the line of a cue that has its times, such as "00:01:02,500 --> 00:01:04,000": with a comma or a full stop, and hours or none.
/// </summary>
internal static partial class CueTiming
{
    /// <summary>Parts beginning and end, and is in no text of a cue.</summary>
    public const string Arrow = "-->";

    private const string Form = "00:00:01.000 --> 00:00:02.500";

    /// <param name="line">A line with an arrow.</param>
    /// <exception cref="TextImportException">The times are not in that form, or the end is before the beginning.</exception>
    public static TimeRange Read(NumberedLine line)
    {
        var match = Times().Match(line.Text);
        if (!match.Success) throw new TextImportException(line.Number, $"The times must be such as {Form}.");
        var (start, end) = (Time(match, "1"), Time(match, "2"));
        if (end < start) throw new TextImportException(line.Number, "The end is before the beginning.");
        return new TimeRange(start, end);
    }

    private static TimeSpan Time(Match match, string which)
    {
        return new TimeSpan(0, Part("h"), Part("m"), Part("s"), Fraction());

        int Part(string name)
            => match.Groups[name + which] is { Success: true } part ? int.Parse(part.ValueSpan, CultureInfo.InvariantCulture) : 0;

        int Fraction() => int.Parse(match.Groups["f" + which].Value.PadRight(3, '0'), CultureInfo.InvariantCulture);
    }

    // What follows the times in WebVTT is about places on the screen. \d would be a digit of any writing, which no number is read from.
    [GeneratedRegex(
        @"^(?:(?<h1>[0-9]{1,3}):)?(?<m1>[0-5]?[0-9]):(?<s1>[0-5]?[0-9])[.,](?<f1>[0-9]{1,3})\s*-->\s*"
        + @"(?:(?<h2>[0-9]{1,3}):)?(?<m2>[0-5]?[0-9]):(?<s2>[0-5]?[0-9])[.,](?<f2>[0-9]{1,3})(?:\s.*)?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Times();
}
