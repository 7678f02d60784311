using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Transcripts.Renderings;

namespace Hansard.Server.Exports;

/// <summary>
/// Writes a transcript as a Word document: for every paragraph who speaks and when, the text, and under it the translation. Headings are
/// Word's own, so that its navigation shows them.
/// </summary>
internal static class WordDocument
{
    private const string Grey = "595959"; // 7:1 on white.

    /// <param name="transcript">The transcript.</param>
    /// <param name="options">Title, and translations instead of what they translate.</param>
    public static byte[] Write(Transcript transcript, TranscriptWriterOptions options)
    {
        transcript = TranscriptRendering.Of(transcript, options.Rendering);
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            main.AddNewPart<StyleDefinitionsPart>().Styles = Styles();
            main.Document = new Document(new Body([.. Blocks(transcript, options)]));
            document.PackageProperties.Title = Clean(options.FileName ?? options.Recording);
        }
        return stream.ToArray();
    }

    private static IEnumerable<OpenXmlElement> Blocks(Transcript transcript, TranscriptWriterOptions options)
    {
        var names = new SpeakerNames(transcript.Speakers);
        if (options.FileName is { } title) yield return Styled("Title", Plain(title));
        foreach (var part in TrackTranscripts.Divide(transcript))
        {
            if (part.Heading is { } heading) yield return Styled("Heading1", Plain(heading));
            foreach (var paragraph in Paragraphs.Of(part.Tokens, options))
            {
                var time = new Run(new RunProperties(new Color { Val = Grey }), Text(ClockTime.Of(paragraph.Start)));
                yield return paragraph is { BeginsTurn: true, Speaker: { } speaker }
                    ? Styled("Heading2", Plain($"{names.Of(speaker)}  "), time)
                    : Styled("Time", time);
                yield return new DocumentFormat.OpenXml.Wordprocessing.Paragraph(Plain(paragraph.Text));
                if (paragraph.Translation is { } translation) yield return Styled("Quote", Plain(translation));
            }
        }
    }

    private static DocumentFormat.OpenXml.Wordprocessing.Paragraph Styled(string style, params OpenXmlElement[] runs)
        => new([new ParagraphProperties(new ParagraphStyleId { Val = style }), .. runs]);

    private static Run Plain(string text) => new(Text(text));

    private static Text Text(string text) => new(Clean(text)) { Space = SpaceProcessingModeValues.Preserve };

    /// <summary>Leaves out what XML 1.0 cannot hold: control characters and halves of surrogate pairs.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (rune.Value is >= 0x20 and not 0xFFFE and not 0xFFFF and not 0xFFFD or '\t' or '\n') clean.Append(rune.ToString());
        return clean.ToString();
    }

    private static Styles Styles() => new(
        Style("Normal", "Normal", isDefault: true, size: 22, after: 120),
        Style("Title", "Title", isBold: true, size: 40, after: 240),
        Style("Heading1", "heading 1", isBold: true, size: 30, before: 360, after: 120, level: 0),
        Style("Heading2", "heading 2", isBold: true, size: 22, before: 240, after: 40, level: 1),
        Style("Time", "Time", size: 18, before: 120, after: 0, keepsNext: true),
        Style("Quote", "Quote", isItalic: true, size: 22, after: 120));

    private static Style Style(
        string id, string name, int size, bool isDefault = false, bool isBold = false, bool isItalic = false, int before = 0, int after = 0,
        int? level = null, bool keepsNext = false)
    {
        var paragraph = new StyleParagraphProperties();
        if (level is not null || keepsNext) paragraph.Append(new KeepNext());
        paragraph.Append(new SpacingBetweenLines { Before = $"{before}", After = $"{after}" });
        if (level is { } outline) paragraph.Append(new OutlineLevel { Val = outline });
        var run = new StyleRunProperties(new RunFonts { Ascii = "Calibri", HighAnsi = "Calibri" });
        if (isBold) run.Append(new Bold());
        if (isItalic) run.Append(new Italic());
        run.Append(new FontSize { Val = $"{size}" });
        var style = new Style(new StyleName { Val = name }) { Type = StyleValues.Paragraph, StyleId = id, Default = isDefault };
        if (!isDefault) style.Append(new BasedOn { Val = "Normal" });
        style.Append(new PrimaryStyle());
        style.Append(paragraph);
        style.Append(run);
        return style;
    }
}
