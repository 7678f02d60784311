using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Hansard.Cli.Usage;

/// <summary>Times of a recording on the command line: <c>1:02:03</c>, <c>12:30.5</c>, or seconds such as <c>90</c>.</summary>
internal static class RecordingTime
{
    // In seconds: longer than any recording, and short enough to be a time.
    private const double Latest = 1e6;

    /// <summary>An option that takes a time.</summary>
    public static Option<TimeSpan?> Option(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result => Read(name, result),
    };

    /// <summary>Understands a time; null if it is none.</summary>
    public static TimeSpan? Parse(string text)
    {
        var parts = text.Split(':');
        if (parts.Length > 3) return null;
        double seconds = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            // Only seconds have fractions, and only the first part can be 60 or more.
            var styles = i == parts.Length - 1 ? NumberStyles.AllowDecimalPoint : NumberStyles.None;
            if (!double.TryParse(parts[i], styles, CultureInfo.InvariantCulture, out var value) || (i > 0 && value >= 60)) return null;
            seconds = seconds * 60 + value;
        }
        return seconds <= Latest ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static TimeSpan? Read(string name, ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (Parse(text) is { } time) return time;
        result.AddError($"{name} takes a time, such as 1:30, 1:02:03 or 90.5 seconds, not '{text}'.");
        return null;
    }
}
