using System.Diagnostics;
using System.Text;
using Hansard.Engine.Transcripts.Import;

namespace Hansard.Engine.Tests.Transcripts.Import;

public sealed class TextImportTests
{
    [Fact]
    public void Subrip_is_read_as_players_read_it()
    {
        const string Text = """
            1
            00:00:01,000 --> 00:00:02,500 X1:40 X2:600
            {\an8}<i>Good</i> morning,
            <font color="#ff0000">everybody</font>.

            2
            00:00:05,000 --> 00:00:06,000

            4
            0:03,5 --> 0:04.25
            A < B & C > <img src=x> 7
            1984
            5
            01:00:00,000 --> 01:00:01,000
            The end.

            Or not.
            """;

        var passages = TextImport.Read(Text, TextImportFormat.Srt);

        Assert.Equal(
            ["Good morning,", "everybody.", "A < B & C > <img src=x> 7", "1984", "The end.", "Or not."], passages.Select(one => one.Text));
        Assert.Equal([1000, 1000, 3500, 3500, 3_600_000, 3_600_000], passages.Select(one => one.Time!.Value.Start.TotalMilliseconds));
        Assert.Equal([2500, 2500, 4250, 4250, 3_601_000, 3_601_000], passages.Select(one => one.Time!.Value.End.TotalMilliseconds));
        Assert.Equal([3, 4, 11, 12, 15, 17], passages.Select(one => one.Line));
    }

    [Fact]
    public void Webvtt_has_voices_and_neither_tags_nor_notes_nor_styles()
    {
        const string Text = """
            WEBVTT - a film

            STYLE
            ::cue { color: red }

            NOTE
            Not said.

            greeting
            00:01.000 --> 00:02.500 align:start
            <v.loud Anna><c.yellow>Good</c> <00:01.500>morning &amp; welcome</v> <v Ben &lt;b&gt;>Bom dia

            01:02:03.004 --> 01:02:04.000
            Nobody&nbsp;knows
            """;

        var passages = TextImport.Read(Text, TextImportFormat.Vtt);

        Assert.Equal(["Good morning & welcome", "Bom dia", "Nobody\u00A0knows"], passages.Select(one => one.Text));
        Assert.Equal(["Anna", "Ben <b>", null], passages.Select(one => one.Speaker));
        Assert.Equal([1000, 1000, 3_723_004], passages.Select(one => one.Time!.Value.Start.TotalMilliseconds));
    }

    [Fact]
    public void Names_before_what_is_said_are_speakers_until_another_is_named()
    {
        const string Text = """
            [0:00] ANNA: Good morning.
            And welcome.

            - Dr. Müller-Lüdenscheidt: At 10:30: hello.
            Speaker 2: Yes. Note: this is text.
            王小明：你好
            he said: nothing
            https://example.org/: no
            """;

        var passages = TextImport.Read(Text, TextImportFormat.Txt);

        Assert.Equal(
            [
                ("ANNA", "Good morning."), ("ANNA", "And welcome."), ("Dr. Müller-Lüdenscheidt", "At 10:30: hello."),
                ("Speaker 2", "Yes. Note: this is text."), ("王小明", "你好"), ("王小明", "he said: nothing"), ("王小明", "https://example.org/: no"),
            ],
            passages.Select(one => (one.Speaker, one.Text)));
        Assert.All(passages, one => Assert.Null(one.Time));
    }

    [Fact]
    public void Cues_in_any_order_and_over_each_other_come_in_the_order_of_their_beginnings()
    {
        var passages = TextImport.Read(
            """
            00:00:05,000 --> 00:00:07,000
            third

            00:00:01,000 --> 00:00:09,000
            first

            00:00:02,000 --> 00:00:03,000
            second
            """,
            TextImportFormat.Srt);

        Assert.Equal(["first", "second", "third"], passages.Select(one => one.Text));
    }

    [Theory]
    [InlineData(TextImportFormat.Srt, "", 1)]
    [InlineData(TextImportFormat.Srt, "1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:03,000 --> 00:00:04,000\n", 1)]
    [InlineData(TextImportFormat.Srt, "\nGood morning.\n", 2)]
    [InlineData(TextImportFormat.Srt, "1\n00:00:01,000 --> 00:00:02,000\nyes\n\n2\n00:00:05,000 --> 00:00:04,000\nno\n", 6)]
    [InlineData(TextImportFormat.Srt, "1\r\n00:00:01,000 --> soon\r\nyes\r\n", 2)]
    [InlineData(TextImportFormat.Srt, "1\r00:99:01,000 --> 00:99:02,000\ryes", 2)]
    [InlineData(TextImportFormat.Srt, "1\n99999999999:00:01,000 --> 99999999999:00:02,000\nyes", 2)]
    [InlineData(TextImportFormat.Srt, "1\n0\u0663:00:01,000 --> 00:00:02,000\nyes", 2)]
    [InlineData(TextImportFormat.Vtt, "00:01.000 --> 00:02.000\nyes", 1)]
    [InlineData(TextImportFormat.Vtt, "WEBVTT\n\nGood morning.", 3)]
    [InlineData(TextImportFormat.Vtt, "WEBVTT\n\n00:01.000 --> 00:02.000\nyes\n00:03.000 --> 00:04.000\nno", 5)]
    [InlineData(TextImportFormat.Txt, " \n\n ", 1)]
    public void What_cannot_be_read_is_told_with_its_line(TextImportFormat format, string text, int line)
    {
        var fault = Assert.Throws<TextImportException>(() => TextImport.Read(text, format));

        Assert.Equal(line, fault.Line);
        Assert.StartsWith($"Line {line}: ", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TextImportFormat.Srt, "00:00:01,000 --> 00:00:02,000\n", "<<<<<<<<<<<<<<<< Na: {\\{\\{\\ ")]
    [InlineData(TextImportFormat.Vtt, "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n", "<v <v <v <v &amp;&amp &#x &lt; ")]
    [InlineData(TextImportFormat.Txt, "", "A B C D: A B C D A.b-c'd ")]
    [InlineData(TextImportFormat.Txt, "", "a\n")]
    public void A_text_of_any_size_is_refused_within_seconds(TextImportFormat format, string start, string part)
    {
        var text = start + string.Concat(Enumerable.Repeat(part, 50_000_000 / part.Length));
        var clock = Stopwatch.StartNew();

        Assert.Throws<TextImportException>(() => TextImport.Read(text, format));

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void A_file_is_read_in_the_encoding_in_which_it_was_saved()
    {
        const string Text = "ANNA: “Schön”, disse o avô – 5 €.";
        Encoding[] marked = [new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true)];

        foreach (var encoding in marked) Assert.Equal(Text, TextDecoding.Decode([.. encoding.GetPreamble(), .. encoding.GetBytes(Text)]));
        foreach (var encoding in (Encoding[])[new UTF8Encoding(false), new UnicodeEncoding(false, false), new UnicodeEncoding(true, false)])
            Assert.Equal(Text, TextDecoding.Decode(encoding.GetBytes(Text)));
        Assert.Equal(Text, TextDecoding.Decode(CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(Text)));
        Assert.Equal("", TextDecoding.Decode([]));
        Assert.Equal(2, Assert.Throws<TextImportException>(() => TextDecoding.Decode("RIFF\n\0\0"u8)).Line);
    }
}
