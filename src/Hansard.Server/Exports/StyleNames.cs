using Hansard.Engine.Transcripts;
using Hansard.Engine.Transcripts.Renderings;

namespace Hansard.Server.Exports;

/// <summary>Names of styles of a transcript and of layouts of its subtitles, over HTTP and on the command line.</summary>
internal static class StyleNames
{
    /// <summary>All of them, sorted.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. SubtitlePresets.All.Keys.Concat(Enum.GetValues<TranscriptStyle>().Select(RenderingOptions.NameOf)).Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads a style, a layout, or one of each with a comma between.</summary>
    /// <param name="text">The names; empty: none.</param>
    /// <param name="wrong">The first name that there is none of, or that is the second of its sort.</param>
    /// <returns>Null where a name is wrong.</returns>
    public static ChosenStyle? Read(string text, out string wrong)
    {
        wrong = "";
        (TranscriptStyle? style, string? layout) = (null, null);
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (layout is null && SubtitlePresets.All.ContainsKey(name)) layout = name;
            else if (style is null && StyleOf(name) is { } found) style = found;
            else
            {
                wrong = name;
                return null;
            }
        }
        return new ChosenStyle(style ?? TranscriptStyle.Verbatim, SubtitlePresets.All[layout ?? "default"], layout is not null);
    }

    /// <summary>The style of a name; null: there is none of it.</summary>
    public static TranscriptStyle? StyleOf(string name) => Enum.GetValues<TranscriptStyle>()
        .Where(style => RenderingOptions.NameOf(style).Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(style => (TranscriptStyle?)style)
        .FirstOrDefault();
}

/// <summary>A style and a layout that were chosen.</summary>
/// <param name="Style">Style of the transcript.</param>
/// <param name="Layout">Layout of subtitles.</param>
/// <param name="HasLayout">True if the layout was named.</param>
internal sealed record ChosenStyle(TranscriptStyle Style, SubtitleOptions Layout, bool HasLayout);
