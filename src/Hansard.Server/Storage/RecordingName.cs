using System.Globalization;
using System.Text;

namespace Hansard.Server.Storage;

/// <summary>Makes a name for a recording of what clients and URLs call it.</summary>
internal static class RecordingName
{
    // The longest name that the usual file systems take.
    private const int MaximumLength = 255;

    /// <param name="path">A name, with or without folders before it, of either kind.</param>
    /// <returns>
    /// Its last segment, which is safe to show and to name a file by: without characters that control a terminal, a log or the direction of
    /// text. Null when nothing is left, or only dots that mean a folder.
    /// </returns>
    public static string? LastSegment(string path)
    {
        var segments = path.Replace('\\', '/').TrimEnd('/');
        var name = new StringBuilder();

        // Runes: half of a surrogate pair comes as U+FFFD, and the length never cuts a character in two.
        foreach (var rune in segments[(segments.LastIndexOf('/') + 1)..].EnumerateRunes())
        {
            if (IsControl(rune)) continue;
            if (name.Length + rune.Utf16SequenceLength > MaximumLength) break;
            name.Append(rune);
        }

        var text = name.ToString().Trim();
        return text is "" or "." or ".." ? null : text;
    }

    // Embeddings, overrides and isolates turn "3pm.exe" into "exe.mp3" on a screen.
    private static bool IsControl(Rune rune)
        => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
