using System.Globalization;
using Hansard.Engine.Transcripts;

namespace Hansard.Server.Exports;

/// <summary>A number of the layout of subtitles that a caller may set, over HTTP and on the command line alike.</summary>
/// <param name="Name">Parameter of the query.</param>
/// <param name="Description">Its meaning, with its range.</param>
/// <param name="Least">The least that it may be.</param>
/// <param name="Most">The most.</param>
/// <param name="IsWhole">It has no fractions.</param>
/// <param name="Apply">Sets it.</param>
internal sealed record SubtitleSetting(
    string Name, string Description, int Least, int Most, bool IsWhole, Func<SubtitleOptions, double, SubtitleOptions> Apply)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<SubtitleSetting> All { get; } =
    [
        new("line_width", "characters in a line, 10 to 200; Chinese and Japanese ones count twice.", 10, 200, true,
            (layout, value) => layout with { LineWidth = (int)value }),
        new("max_lines", "lines at once, 1 or 2.", 1, 2, true, (layout, value) => layout with { MaximumLines = (int)value }),
        new("reading_speed", "characters a second that can be read, 1 to 100.", 1, 100, false,
            (layout, value) => layout with { ReadingSpeed = value }),
        new("min_duration_ms", "the least time that one stays, if the next one leaves it, 0 to 10000.", 0, 10_000, true,
            (layout, value) => layout with { MinimumDuration = TimeSpan.FromMilliseconds(value) }),
        new("max_duration_ms", "the longest time, 500 to 60000.", 500, 60_000, true,
            (layout, value) => layout with { MaximumDuration = TimeSpan.FromMilliseconds(value) }),
        new("gap_ms", "the least time between two, 0 to 2000.", 0, 2_000, true,
            (layout, value) => layout with { Gap = TimeSpan.FromMilliseconds(value) }),
        new("frame_rate", "frames a second of the film, on which times are put, 10 to 240.", 10, 240, false,
            (layout, value) => layout with { FrameRate = value }),
    ];

    /// <summary>The values that it takes, for people.</summary>
    public string Range => $"a{(IsWhole ? " whole" : "")} number from {Least} to {Most}";

    /// <summary>Reads a value; null if it is none.</summary>
    public double? Parse(string text)
    {
        var styles = IsWhole ? NumberStyles.None : NumberStyles.AllowDecimalPoint;
        return double.TryParse(text, styles, CultureInfo.InvariantCulture, out var value) && value >= Least && value <= Most ? value : null;
    }
}
