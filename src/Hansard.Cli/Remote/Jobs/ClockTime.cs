using System.Globalization;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>Places in a recording as people write them.</summary>
internal static class ClockTime
{
    /// <summary>Reads seconds, minutes and seconds, or hours, minutes and seconds; null where the text is none of them.</summary>
    public static TimeSpan? Parse(string text)
    {
        var parts = text.Split(':');
        if (parts.Length > 3) return null;
        var seconds = 0.0;
        foreach (var (index, part) in parts.Index())
        {
            var isLast = index == parts.Length - 1;
            var style = isLast ? NumberStyles.AllowDecimalPoint : NumberStyles.None;
            if (!double.TryParse(part, style, CultureInfo.InvariantCulture, out var value) || (index > 0 && value >= 60)) return null;
            seconds = (seconds * 60) + value;
        }
        return seconds <= int.MaxValue / 1000.0 ? TimeSpan.FromMilliseconds(Math.Round(seconds * 1000)) : null;
    }
}
