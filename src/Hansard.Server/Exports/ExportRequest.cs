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
        .. RenderingQuery.Parameters,
        .. SubtitleSetting.All.Select(setting => new QueryParameter(
            setting.Name, setting.IsWhole ? "integer" : "number", false, $"Subtitles: {setting.Description}")),
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
        var translation = query["translation"].ToString();
        if (translation is not ("" or "original" or "translated" or "both"))
            throw Fault("translation", $"must be original, translated or both, not '{translation}'.");
        return new ExportRequest(format, new TranscriptWriterOptions
        {
            TranslatedOnly = translation == "translated",
            OriginalOnly = translation == "original",
            Bilingual = translation == "both",
            Timestamps = QueryFlag.Read(query, "timestamps"),
            Rendering = RenderingQuery.Read(query),
            Subtitles = SubtitleSetting.All.Aggregate(
                RenderingQuery.ReadStyle(query).Layout, (layout, setting) => Set(layout, setting, query)),
        });
    }

    private static SubtitleOptions Set(SubtitleOptions layout, SubtitleSetting setting, IQueryCollection query)
    {
        var text = query[setting.Name].ToString();
        if (text.Length == 0) return layout;
        return setting.Parse(text) is { } value
            ? setting.Apply(layout, value)
            : throw Fault(setting.Name, $"must be {setting.Range}, not '{text}'.");
    }

    /// <summary>A parameter that is wrong.</summary>
    public static ApiException Fault(string name, string message)
        => ApiException.Invalid("invalid_value", $"query.{name}", $"'{name}' {message}");

    /// <summary>Names in a sentence: "a, b or c".</summary>
    public static string Names(IEnumerable<string> names)
    {
        string[] sorted = [.. names.Order(StringComparer.Ordinal)];
        return $"{string.Join(", ", sorted[..^1])} or {sorted[^1]}";
    }
}
