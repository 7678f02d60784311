namespace Hansard.Server.Doors.OpenAi;

/// <summary>The values of <c>response_format</c>.</summary>
internal static class AudioFormat
{
    /// <summary>The text in an object; the default.</summary>
    public const string Json = "json";

    /// <summary>The text alone.</summary>
    public const string Text = "text";

    /// <summary>SubRip.</summary>
    public const string Srt = "srt";

    /// <summary>WebVTT.</summary>
    public const string Vtt = "vtt";

    /// <summary>The text with segments or words.</summary>
    public const string VerboseJson = "verbose_json";

    /// <summary>The text with a speaker for each segment.</summary>
    public const string DiarizedJson = "diarized_json";

    /// <summary>The values, the default first.</summary>
    public static IReadOnlyList<string> All { get; } = [Json, Text, Srt, VerboseJson, Vtt, DiarizedJson];

    /// <summary>Indicates whether a format is an object.</summary>
    public static bool IsJson(string format) => format is Json or VerboseJson or DiarizedJson;
}
