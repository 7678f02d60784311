using System.Text.RegularExpressions;

namespace Hansard.Engine.Transcripts;

/// <summary>Writes a transcript as Markdown: paragraphs, speakers in bold, times in parentheses, translations as quotations.</summary>
internal static partial class MarkdownText
{
    /// <param name="transcript">All of it; where it has several sound tracks, each has a heading.</param>
    /// <param name="names">Of its speakers.</param>
    /// <param name="options">A file's name is the title.</param>
    /// <param name="output">Receives the text.</param>
    public static void Write(Transcript transcript, SpeakerNames names, TranscriptWriterOptions options, TextWriter output)
    {
        List<string> blocks = [];
        if (options.FileName is { } title) blocks.Add($"# {Escape(title)}");
        foreach (var part in TrackTranscripts.Divide(transcript))
        {
            if (part.Heading is { } heading) blocks.Add($"## {Escape(heading)}");
            foreach (var paragraph in Paragraphs.Of(part.Tokens, options))
            {
                var speaker = paragraph is { BeginsTurn: true, Speaker: { } name } ? $"**{Escape(names.Of(name))}** " : "";
                var time = options.Timestamps ? $"({ClockTime.Of(paragraph.Start)}) " : "";
                blocks.Add($"{speaker}{time}{Escape(paragraph.Text)}");
                if (paragraph.Translation is { } translation) blocks.Add($"> {Escape(translation)}");
            }
        }
        if (blocks.Count > 0) output.Write($"{string.Join("\n\n", blocks)}\n");
    }

    // CommonMark 0.31, 2.4: any ASCII punctuation may be escaped. What means something only at the start of a line ("1.", "- ", "#") is
    // escaped there alone, so that the text stays legible.
    private static string Escape(string text)
        => LineStart().Replace(Marks().Replace(text, @"\$0"), static match => $@"{match.Groups[1].Value}\{match.Groups[2].Value}");

    [GeneratedRegex(@"[\\`*_\[\]<>|~&]")]
    private static partial Regex Marks();

    [GeneratedRegex(@"^(\d*)([.)#+\-=])", RegexOptions.Multiline)]
    private static partial Regex LineStart();
}
