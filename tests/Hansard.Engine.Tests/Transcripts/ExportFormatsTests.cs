using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Tests.Transcripts;

/// <summary>Markdown, tables, ASS, and subtitles in the layouts of others.</summary>
public sealed class ExportFormatsTests
{
    private static readonly Transcript Call = Words.Transcript(
        Spoken(0, "1", "Is {it} *1. 2,50?"), Spoken(3, "2", "Yes, \"it\" is."), Spoken(3725, "2", "=SUM(A1)")) with
    {
        Speakers = [new TranscriptSpeaker("1", "=Anna", 0.9, null)],
    };

    [Fact]
    public void Markdown_has_speakers_in_bold_and_escapes_what_would_be_markup()
        => Assert.Equal(
            "# call\\_1.mp3\n\n**\\=Anna** (0:00) Is {it} \\*1. 2,50?\n\n**Speaker 2** (0:03) Yes, \"it\" is.\n\n(1:02:05) \\=SUM(A1)\n",
            Call.Write(TranscriptFormat.Md, new TranscriptWriterOptions { FileName = "call_1.mp3", Timestamps = true }));

    [Theory]
    [InlineData("1. One", "1\\. One")]
    [InlineData("# One", "\\# One")]
    [InlineData("- One", "\\- One")]
    [InlineData("<b>&amp;", "\\<b\\>\\&amp;")]
    public void Markdown_shows_what_was_said(string said, string expected)
        => Assert.Equal($"{expected}\n", Words.Transcript(Words.At(0, "en", said)).Write(TranscriptFormat.Md));

    [Fact]
    public void A_table_quotes_its_cells_and_holds_no_formula()
        => Assert.Equal(
            """
            start,end,speaker,language,text,confidence,translation_language,translation
            0.000,1.600,'=Anna,en,"Is {it} *1. 2,50?",0.900,,
            3.000,4.200,Speaker 2,en,"Yes, ""it"" is.",0.900,,
            3725.000,3725.400,Speaker 2,en,'=SUM(A1),0.900,,

            """.ReplaceLineEndings("\n"),
            Call.Write(TranscriptFormat.Csv));

    [Fact]
    public void Ass_has_times_in_hundredths_names_and_no_override_codes()
    {
        var ass = Call.Write(TranscriptFormat.Ass);
        Assert.StartsWith("[Script Info]\nScriptType: v4.00+\n", ass, StringComparison.Ordinal);
        Assert.Contains("\nDialogue: 0,0:00:00.00,0:00:01.60,Default,=Anna,0,0,0,,=Anna: Is (it) *1. 2,50?\n", ass);
        Assert.Contains("\nDialogue: 0,1:02:05.00,1:02:06.00,Default,Speaker 2,0,0,0,,=SUM(A1)\n", ass);
    }

    [Fact]
    public void Text_has_times_where_they_are_wanted()
        => Assert.StartsWith(
            "[0:00] =Anna: Is {it} *1. 2,50?\n\n[0:03] Speaker 2: Yes",
            Call.Write(TranscriptFormat.Txt, new TranscriptWriterOptions { Timestamps = true }), StringComparison.Ordinal);

    [Fact]
    public void Subtitles_lie_on_the_frames_of_the_film_with_a_gap_between_them()
    {
        var words = Enumerable.Range(0, 40).Select(i => i % 4 == 3 ? " sentence." : i % 4 == 0 ? " A" : " whole");
        var transcript = Words.Transcript(Words.Of("en", [.. words]));
        var cues = Cues(transcript.Write(TranscriptFormat.Srt, new() { Subtitles = SubtitlePresets.All["netflix"] }));
        Assert.True(cues.Count > 3);
        // SubRip has milliseconds, of which a frame has 41.67.
        Assert.All(cues.SelectMany(cue => new[] { cue.Start, cue.End }), time => Assert.Equal(Math.Round(time * 24), time * 24, 0.03));
        Assert.All(cues.Zip(cues.Skip(1)), pair => Assert.True(pair.Second.Start - pair.First.End >= 2 / 24.0 - 0.002));
    }

    [Fact]
    public void Bilingual_subtitles_share_the_translation_of_a_sentence_among_its_cues()
    {
        var spoken = Words.Transcript(Words.OfText(
            0, "en", "The committee will now hear from the first witness of this long and difficult morning. Thank you."));
        var tokens = spoken.Tokens.Select(t => t with { TranslationStatus = TranslationStatus.Original }).ToList();
        var second = tokens.FindIndex(t => t.Text == " Thank");
        tokens.Add(Translation(" Gracias."));
        tokens.Insert(second, Translation(
            "La comisión escuchará ahora al primer testigo de esta larga y difícil mañana, como estaba previsto."));
        var transcript = spoken with { Tokens = tokens };

        var srt = transcript.Write(TranscriptFormat.Srt, new TranscriptWriterOptions { Bilingual = true });

        Assert.Equal(
            """
            1
            00:00:00,000 --> 00:00:02,400
            The committee will now hear from
            La comisión escuchará ahora al primer

            2
            00:00:02,400 --> 00:00:04,800
            the first witness of this long
            testigo de esta larga
            y difícil mañana, como

            3
            00:00:04,800 --> 00:00:06,800
            and difficult morning. Thank you.
            estaba previsto. Gracias.

            """.ReplaceLineEndings("\n"),
            srt);
    }

    private static TranscriptToken Translation(string text) => new()
    {
        Text = text,
        Confidence = 1,
        Language = "es",
        SourceLanguage = "en",
        TranslationStatus = TranslationStatus.Translation,
    };

    private static List<RecognisedWord> Spoken(double seconds, string speaker, string text)
        => [.. Words.OfText(seconds, "en", text).Select(word => word with { Speaker = speaker })];

    private static List<(double Start, double End)> Cues(string srt) =>
    [
        .. srt.Split('\n').Where(line => line.Contains("-->", StringComparison.Ordinal)).Select(line => line.Split(" --> "))
            .Select(times => (Seconds(times[0]), Seconds(times[1]))),
    ];

    private static double Seconds(string time)
        => TimeSpan.Parse(time.Replace(',', '.'), System.Globalization.CultureInfo.InvariantCulture).TotalSeconds;
}
