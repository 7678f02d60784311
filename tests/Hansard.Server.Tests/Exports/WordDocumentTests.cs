using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Hansard.Engine.Transcripts;
using Hansard.Server.Exports;

namespace Hansard.Server.Tests.Exports;

public sealed class WordDocumentTests
{
    [Fact]
    public void Every_paragraph_has_its_speaker_time_text_and_translation()
    {
        var text = Text(Write(
            [
                Token("Good morning.", 0, "1", TranslationStatus.Original),
                Token("Bom dia.", null, "1", TranslationStatus.Translation),
                Token(" Hello.", 62_000, "2", TranslationStatus.None),
            ],
            [new TranscriptSpeaker("1", "Dr. Smith", 0.99, null), new TranscriptSpeaker("2", null, null, null)]));
        Assert.Equal(["call", "Dr. Smith  0:00", "Good morning.", "Bom dia.", "Speaker 2  1:02", "Hello."], text);
    }

    [Theory]
    [InlineData("<w:t>&amp;\"'")]
    [InlineData("\u0001\u0008\uFFFE nothing\u001b[0m")]
    [InlineData("half \uD83D")]
    [InlineData("مرحبا 你好 😀")]
    public void Whatever_is_said_or_called_makes_a_document_that_word_opens(string text)
    {
        var content = Write([Token(text, 0, "1", null)], [new TranscriptSpeaker("1", text, 0.9, null)], text);
        using var document = WordprocessingDocument.Open(new MemoryStream(content), isEditable: false);
        Assert.Empty(new OpenXmlValidator().Validate(document, TestContext.Current.CancellationToken).Select(error => error.Description));
    }

    private static byte[] Write(TranscriptToken[] tokens, TranscriptSpeaker[] speakers, string title = "call") => WordDocument.Write(
        new Transcript(tokens, TimeSpan.FromMinutes(2), "en") { Speakers = speakers }, new TranscriptWriterOptions { FileName = title });

    private static List<string> Text(byte[] content)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(content), isEditable: false);
        return [.. document.MainDocumentPart!.Document.Body!.Elements().Select(paragraph => paragraph.InnerText)];
    }

    private static TranscriptToken Token(string text, long? start, string speaker, TranslationStatus? status) => new()
    {
        Text = text,
        StartMs = start,
        EndMs = start + 500,
        Confidence = 1,
        Speaker = speaker,
        TranslationStatus = status,
    };
}
