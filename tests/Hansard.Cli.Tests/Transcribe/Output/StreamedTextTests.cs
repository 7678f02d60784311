using Hansard.Cli.Transcribe.Output;
using Hansard.Engine.Transcripts;

namespace Hansard.Cli.Tests.Transcribe.Output;

public sealed class StreamedTextTests
{
    // Two paragraphs and a third: pauses of two seconds after a sentence begin one.
    private static readonly TranscriptToken[] Tokens =
    [
        Token("One", 0), Token(" two", 500), Token(".", 900), Token(" Three", 1000), Token(".", 1400),
        Token(" Four", 4000), Token(".", 4400), Token("", 4450), Token(" Five", 8000), Token(" six", 8500),
    ];

    [Theory]
    [InlineData(1, false, false)]
    [InlineData(3, false, true)]
    [InlineData(1, true, false)]
    [InlineData(4, true, true)]
    [InlineData(100, false, false)]
    public void What_is_written_piece_by_piece_is_the_text_of_the_whole(int pieces, bool wholeParagraphs, bool timestamps)
    {
        var options = new TranscriptWriterOptions { Timestamps = timestamps };
        var (written, whole) = (new StringWriter(), new StringWriter());
        var text = new StreamedText(written, options, wholeParagraphs);
        foreach (var piece in Tokens.Chunk(pieces)) text.Append(piece);
        text.End();
        TranscriptWriter.Write(new Transcript(Tokens, TimeSpan.FromSeconds(9), "en"), TranscriptFormat.Txt, whole, options);
        Assert.Equal(whole.ToString(), written.ToString());
    }

    [Fact]
    public void Words_are_written_at_once_and_beside_progress_only_whole_paragraphs()
    {
        var (direct, beside) = (new StringWriter(), new StringWriter());
        var texts = (Direct: new StreamedText(direct, new(), false), Beside: new StreamedText(beside, new(), true));
        texts.Direct.Append(Tokens[..6]);
        texts.Beside.Append(Tokens[..6]);
        Assert.Equal(("One two. Three.\n\nFour", ""), (direct.ToString(), texts.Direct.OpenParagraph));
        Assert.Equal(("One two. Three.\n", "Four"), (beside.ToString(), texts.Beside.OpenParagraph));
    }

    [Fact]
    public void A_recording_without_words_has_no_text()
    {
        var written = new StringWriter();
        var text = new StreamedText(written, new(), wholeParagraphs: false);
        text.Append([]);
        text.End();
        text.End();
        Assert.Equal("", written.ToString());
    }

    private static TranscriptToken Token(string text, long start)
        => new() { Text = text, StartMs = start, EndMs = start + 300, Confidence = 1, Language = "en" };
}
