namespace Hansard.Server.Doors.WhisperAsr;

/// <summary>The values of <c>output</c>; anything else is text.</summary>
internal static class AsrOutput
{
    /// <summary>SubRip.</summary>
    public const string Srt = "srt";

    /// <summary>WebVTT.</summary>
    public const string Vtt = "vtt";

    /// <summary>A table with a line for each sentence.</summary>
    public const string Tsv = "tsv";

    /// <summary>Sentences and words with all that is known of them.</summary>
    public const string Json = "json";

    /// <summary>The first line of <see cref="Tsv"/>.</summary>
    public const string TsvHead = "start\tend\ttext\n";

    /// <summary>The text that a form begins with, before anything without meaning.</summary>
    public static string HeadOf(string output) => output == Vtt ? "WEBVTT\n" : "";

    /// <summary>Text that means nothing after the head; null where every line counts.</summary>
    public static string? FillerOf(string output) => output switch
    {
        Tsv => null,
        Json => " ",
        _ => "\n",
    };

    /// <summary>
    /// Indicates whether a message in the place of the text is none to a program: it is neither JSON nor a subtitle. Else only a broken
    /// connection tells that something failed.
    /// </summary>
    public static bool TellsErrors(string output) => output is Json or Srt;
}
