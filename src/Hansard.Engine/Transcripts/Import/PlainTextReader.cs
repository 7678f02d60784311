using System.Text.RegularExpressions;

namespace Hansard.Engine.Transcripts.Import;

/// <summary>Reads plain text: each line is a passage, and who is named at its beginning speaks until somebody else is.</summary>
internal static partial class PlainTextReader
{
    /// <param name="text">All of it.</param>
    public static IEnumerable<ImportedPassage> Read(string text)
    {
        string? speaker = null;
        foreach (var line in NumberedLine.Of(text))
        {
            // As Hansard writes them: times before paragraphs.
            var (name, said) = SpeakerPrefix.Divide(Time().Replace(line.Text, ""));
            speaker = name ?? speaker;
            if (said.Length > 0) yield return new ImportedPassage(said, line.Number, speaker);
        }
    }

    [GeneratedRegex(@"^\[[0-9]{1,3}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]{1,3})?\]\s*", RegexOptions.CultureInvariant)]
    private static partial Regex Time();
}
