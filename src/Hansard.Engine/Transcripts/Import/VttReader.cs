using System.Net;
using System.Text.RegularExpressions;

namespace Hansard.Engine.Transcripts.Import;

/// <summary>Reads WebVTT (https://www.w3.org/TR/webvtt1/): voices are speakers, other tags, notes and styles are left out.</summary>
internal static partial class VttReader
{
    private const string Header = "WEBVTT";

    private static readonly string[] Others = ["NOTE", "STYLE", "REGION"];

    /// <param name="text">All of it.</param>
    public static IEnumerable<ImportedPassage> Read(string text)
    {
        foreach (var (index, block) in NumberedLine.Blocks(text).Index())
        {
            var (first, at) = (block[0], Arrow(block));
            if (index == 0)
            {
                if (!first.Text.StartsWith(Header, StringComparison.Ordinal))
                    throw new TextImportException(first.Number, $"A file of WebVTT begins with {Header}.");
                // The first cue may follow the header at once.
                if (at < 0) continue;
            }
            else if (at is not (0 or 1))
            {
                if (Others.Any(other => first.Text.StartsWith(other, StringComparison.Ordinal))) continue;
                throw new TextImportException(first.Number, "There must be times such as 00:00:01.000 --> 00:00:02.500.");
            }
            foreach (var passage in Cue(block, at)) yield return passage;
        }
    }

    private static int Arrow(IReadOnlyList<NumberedLine> block)
    {
        for (var i = 0; i < block.Count; i++)
            if (block[i].Text.Contains(CueTiming.Arrow, StringComparison.Ordinal)) return i;
        return -1;
    }

    private static IEnumerable<ImportedPassage> Cue(IReadOnlyList<NumberedLine> block, int at)
    {
        var time = CueTiming.Read(block[at]);
        string? speaker = null;
        foreach (var line in block.Skip(at + 1))
        {
            if (line.Text.Contains(CueTiming.Arrow, StringComparison.Ordinal))
                throw new TextImportException(line.Number, "Before these times there must be an empty line.");
            var from = 0;
            foreach (Match voice in Voice().Matches(line.Text))
            {
                if (Plain(line.Text[from..voice.Index]) is { Length: > 0 } before)
                    yield return new ImportedPassage(before, line.Number, speaker, time);
                speaker = voice.ValueSpan[1] == '/' ? null : Plain(voice.Groups["name"].Value) is { Length: > 0 } name ? name : null;
                from = voice.Index + voice.Length;
            }
            if (Plain(line.Text[from..]) is { Length: > 0 } said) yield return new ImportedPassage(said, line.Number, speaker, time);
        }
    }

    private static string Plain(string text) => WebUtility.HtmlDecode(Tag().Replace(text, "")).Trim();

    [GeneratedRegex(@"<v(?:\.[^\s<>]*)?\s+(?<name>[^<>]*)>|</v>", RegexOptions.CultureInvariant)]
    private static partial Regex Voice();

    [GeneratedRegex(@"<[^<>]*>|\{\\[^{}]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
