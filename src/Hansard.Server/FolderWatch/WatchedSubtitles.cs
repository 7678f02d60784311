using System.Globalization;
using Hansard.Engine.Transcripts;
using Hansard.Server.Configuration;
using Hansard.Server.Exports;

namespace Hansard.Server.FolderWatch;

/// <summary>The layout of subtitles that the settings of a watched folder ask for.</summary>
internal static class WatchedSubtitles
{
    // By the parameters of the API, whose ranges hold.
    private static readonly Dictionary<string, (string Setting, Func<WatchedSubtitlesOptions, double?> Value)> Numbers = new()
    {
        ["line_width"] = (nameof(WatchedSubtitlesOptions.LineWidth), options => options.LineWidth),
        ["max_lines"] = (nameof(WatchedSubtitlesOptions.MaxLines), options => options.MaxLines),
        ["reading_speed"] = (nameof(WatchedSubtitlesOptions.ReadingSpeed), options => options.ReadingSpeed),
        ["min_duration_ms"] = (nameof(WatchedSubtitlesOptions.MinDurationMs), options => options.MinDurationMs),
        ["max_duration_ms"] = (nameof(WatchedSubtitlesOptions.MaxDurationMs), options => options.MaxDurationMs),
        ["gap_ms"] = (nameof(WatchedSubtitlesOptions.GapMs), options => options.GapMs),
        ["frame_rate"] = (nameof(WatchedSubtitlesOptions.FrameRate), options => options.FrameRate),
    };

    /// <summary>Reads the settings.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="name">Their name, such as <c>Watch:Folders:0:Subtitles</c>.</param>
    /// <param name="faults">Added to, with the names of settings that are wrong.</param>
    public static SubtitleOptions Read(WatchedSubtitlesOptions options, string name, ICollection<string> faults)
    {
        if (!SubtitlePresets.All.TryGetValue(options.Style, out var layout))
        {
            var styles = string.Join(", ", SubtitlePresets.All.Keys.Order(StringComparer.Ordinal));
            faults.Add($"{name}:Style is '{options.Style}': give any of {styles}.");
            layout = new SubtitleOptions();
        }
        foreach (var setting in SubtitleSetting.All)
        {
            var (own, value) = Numbers[setting.Name];
            if (value(options) is not { } number) continue;
            var text = number.ToString(CultureInfo.InvariantCulture);
            if (setting.Parse(text) is { } accepted) layout = setting.Apply(layout, accepted);
            else faults.Add($"{name}:{own} is {text}: give {setting.Range}.");
        }
        return layout;
    }
}
