using System.Globalization;
using Hansard.Engine.Transcripts;
using Hansard.Server.Contract;
using Hansard.Server.OpenApi;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Exports;

/// <summary>A download of a transcript, as a query asks for it.</summary>
/// <param name="Format">The format.</param>
/// <param name="Options">Its options.</param>
internal sealed record ExportRequest(ExportFormat Format, TranscriptWriterOptions Options)
{
    /// <summary>The parameters, for the description of the API.</summary>
    public static QueryParameter[] Parameters { get; } =
    [
        new("format", "string", false, $"{ExportFormat.Json} (default), {Names(ExportFormat.All.Keys)}."),
        new("style", "string", false, $"Layout of subtitles: {Names(SubtitlePresets.All.Keys)}. What follows changes it."),
        new("line_width", "integer", false, "Subtitles: characters in a line, 10 to 200; Chinese and Japanese ones count twice."),
        new("max_lines", "integer", false, "Subtitles: lines at once, 1 or 2."),
        new("reading_speed", "number", false, "Subtitles: characters a second that can be read, 1 to 100."),
        new("min_duration_ms", "integer", false, "Subtitles: the least time that one stays, if the next one leaves it, 0 to 10000."),
        new("max_duration_ms", "integer", false, "Subtitles: the longest time, 500 to 60000."),
        new("gap_ms", "integer", false, "Subtitles: the least time between two, 0 to 2000."),
        new("frame_rate", "number", false, "Subtitles: frames a second of the film, on which times are put, 10 to 240."),
        new("translation", "string", false, "original, translated or both. By default, subtitles are original and text has both."),
        new("timestamps", "boolean", false, "Text and Markdown: every paragraph begins with its time."),
    ];

    /// <summary>Reads the query.</summary>
    /// <returns>Null where the API's own form is asked for.</returns>
    /// <exception cref="ApiException">A value is none of those that there are.</exception>
    public static ExportRequest? Read(IQueryCollection query)
    {
        var name = query["format"].ToString();
        if (name.Length == 0 || name == ExportFormat.Json) return null;
        if (!ExportFormat.All.TryGetValue(name, out var format))
            throw Fault("format", $"must be {ExportFormat.Json}, {Names(ExportFormat.All.Keys)}, not '{name}'.");
        var style = query["style"].ToString();
        if (!SubtitlePresets.All.TryGetValue(style.Length == 0 ? "default" : style, out var preset))
            throw Fault("style", $"must be {Names(SubtitlePresets.All.Keys)}, not '{style}'.");
        var translation = query["translation"].ToString();
        if (translation is not ("" or "original" or "translated" or "both"))
            throw Fault("translation", $"must be original, translated or both, not '{translation}'.");
        return new ExportRequest(format, new TranscriptWriterOptions
        {
            TranslatedOnly = translation == "translated",
            OriginalOnly = translation == "original",
            Bilingual = translation == "both",
            Timestamps = QueryFlag.Read(query, "timestamps"),
            Subtitles = preset with
            {
                LineWidth = (int)Number(query, "line_width", preset.LineWidth, 10, 200),
                MaximumLines = (int)Number(query, "max_lines", preset.MaximumLines, 1, 2),
                ReadingSpeed = Number(query, "reading_speed", preset.ReadingSpeed, 1, 100, isWhole: false),
                MinimumDuration = Milliseconds(query, "min_duration_ms", preset.MinimumDuration, 0, 10_000),
                MaximumDuration = Milliseconds(query, "max_duration_ms", preset.MaximumDuration, 500, 60_000),
                Gap = Milliseconds(query, "gap_ms", preset.Gap, 0, 2_000),
                FrameRate = query["frame_rate"].ToString().Length == 0
                    ? preset.FrameRate
                    : Number(query, "frame_rate", 0, 10, 240, isWhole: false),
            },
        });
    }

    private static TimeSpan Milliseconds(IQueryCollection query, string name, TimeSpan otherwise, int least, int most)
        => query[name].ToString().Length == 0 ? otherwise : TimeSpan.FromMilliseconds(Number(query, name, 0, least, most));

    private static double Number(IQueryCollection query, string name, double otherwise, int least, int most, bool isWhole = true)
    {
        var text = query[name].ToString();
        if (text.Length == 0) return otherwise;
        var styles = isWhole ? NumberStyles.None : NumberStyles.AllowDecimalPoint;
        if (double.TryParse(text, styles, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;
        throw Fault(name, $"must be a{(isWhole ? " whole" : "")} number from {least} to {most}, not '{text}'.");
    }

    private static ApiException Fault(string name, string message)
        => ApiException.Invalid("invalid_value", $"query.{name}", $"'{name}' {message}");

    private static string Names(IEnumerable<string> names)
    {
        string[] sorted = [.. names.Order(StringComparer.Ordinal)];
        return $"{string.Join(", ", sorted[..^1])} or {sorted[^1]}";
    }
}
