using System.Text.RegularExpressions;

namespace Hansard.Engine.Transcripts.Import;

/// <summary>Reads SubRip: a number, the times, and lines of text with a few tags, with an empty line after each.</summary>
/// <remarks>
/// What players take, beyond the form: no numbers, empty lines within a text, and cues in any order. Who is named at the beginning of a
/// line speaks until somebody else is, as Hansard writes it.
/// </remarks>
internal static partial class SrtReader
{
    /// <param name="text">All of it.</param>
    public static IEnumerable<ImportedPassage> Read(string text)
    {
        string? speaker = null;
        TimeRange? time = null;
        foreach (var block in NumberedLine.Blocks(text))
        {
            // Two cues without the empty line between them are one block.
            for (var i = 0; i < block.Count; i++)
            {
                var line = block[i];
                if (line.Text.Contains(CueTiming.Arrow, StringComparison.Ordinal))
                {
                    time = CueTiming.Read(line);
                    continue;
                }
                var isNumber = i + 1 < block.Count && block[i + 1].Text.Contains(CueTiming.Arrow, StringComparison.Ordinal);
                if ((isNumber || block.Count == 1) && line.Text.All(char.IsAsciiDigit)) continue;
                if (time is null)
                {
                    throw new TextImportException(
                        line.Number, "Before the first text there must be times such as 00:00:01,000 --> 00:00:02,500.");
                }
                var (name, said) = SpeakerPrefix.Divide(Tag().Replace(line.Text, "").Trim());
                speaker = name ?? speaker;
                if (said.Length > 0) yield return new ImportedPassage(said, line.Number, speaker, time);
            }
        }
    }

    [GeneratedRegex(
        @"</?(?:b|i|u|s|c|v|font|span|lang|ruby|rt)(?:[\s.=][^<>]*)?>|\{\\[^{}]*\}",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Tag();
}
