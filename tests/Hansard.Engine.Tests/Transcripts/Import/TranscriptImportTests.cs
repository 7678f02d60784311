using Hansard.Engine.Transcripts;
using Hansard.Engine.Transcripts.Corrections;
using Hansard.Engine.Transcripts.Import;

namespace Hansard.Engine.Tests.Transcripts.Import;

public sealed class TranscriptImportTests
{
    private static readonly Dictionary<string, string> Labels = new() { ["Anna"] = "1", ["Ben"] = "2" };

    // Each word takes half a second, and begins at the second of its number.
    private static readonly Transcript Recognised = new(
        [.. "good morning every body what is new".Split(' ').Select((word, i) => new TranscriptToken
        {
            Text = i == 0 ? word : $" {word}",
            StartMs = i * 1000,
            EndMs = (i * 1000) + 500,
            Confidence = 0.8,
            Speaker = "1",
        })],
        TimeSpan.FromSeconds(10), "en");

    [Fact]
    public void Words_keep_the_times_at_which_they_were_recognised_and_others_share_their_cue()
    {
        var imported = Apply(
            """
            00:00:00,000 --> 00:00:03,900
            Good morning, everybody!

            00:00:04,000 --> 00:00:07,000
            what is new?
            """);

        Assert.Equal("Good morning, everybody! what is new?", Transcript.TextOf(imported.Tokens));
        Assert.Equal(1000, Token(imported, " morning").StartMs);
        Assert.InRange(Token(imported, " everybody").StartMs!.Value, 1500, 2500);
        Assert.Equal([4000, 5000, 6000], new[] { " what", " is", " new" }.Select(text => Token(imported, text).StartMs));
        Assert.Equal(["Good", ",", " everybody", "!", "?"], Changed(imported));
    }

    [Fact]
    public void No_word_is_outside_its_cue_and_none_before_another_of_it()
    {
        // The words were recognised elsewhere: the cues are right.
        var imported = Apply(
            "00:00:05,000 --> 00:00:07,000\nAnna: good morning\n\n00:00:08,000 --> 00:00:09,000\nBen: what is new\nsince yesterday");

        Assert.Equal([5000, 5727, 8000], new[] { "good", " morning", " what" }.Select(text => Token(imported, text).StartMs));
        Assert.Equal(["1", "1"], imported.Tokens.Take(2).Select(token => token.Speaker));
        Assert.All(imported.Tokens.Skip(2), token => Assert.Equal("2", token.Speaker));
        Assert.All(imported.Tokens.Skip(2), token => Assert.True(token.StartMs >= 8000 && token.EndMs <= 9000));
        Assert.All(imported.Tokens.Zip(imported.Tokens.Skip(1)), pair => Assert.True(pair.First.EndMs <= pair.Second.StartMs));
        Assert.Equal(2, imported.Changes.Count);
    }

    [Fact]
    public void Times_that_alignment_finds_outside_of_a_cue_do_not_count()
    {
        var passages = TextImport.Read("00:00:00,000 --> 00:00:02,000\nentirely different", TextImportFormat.Srt);
        var applied = TranscriptImport.Apply(Recognised, passages, Labels);
        TranscriptToken[] aligned =
        [
            applied.Tokens[0] with { StartMs = 300, EndMs = 900 }, applied.Tokens[1] with { StartMs = 7000, EndMs = 7400 },
        ];

        var fitted = TranscriptImport.Fit(applied with { Tokens = aligned }, passages).Tokens;

        Assert.Equal([(300, 900), (900, 2000)], fitted.Select(token => ((int)token.StartMs!, (int)token.EndMs!)));
    }

    [Fact]
    public void Plain_text_keeps_the_words_that_were_recognised()
    {
        var passages = TextImport.Read("Anna: good morning everybody\n\nBen: what is new?", TextImportFormat.Txt);

        var imported = TranscriptImport.Apply(Recognised, passages, Labels);

        Assert.Equal((1000, "1"), (Token(imported, " morning").StartMs, Token(imported, " morning").Speaker));
        Assert.Equal((5000, "2"), (Token(imported, " is").StartMs, Token(imported, " is").Speaker));
    }

    private static CorrectedTranscript Apply(string subtitles)
        => TranscriptImport.Apply(Recognised, TextImport.Read(subtitles, TextImportFormat.Srt), Labels);

    private static TranscriptToken Token(CorrectedTranscript transcript, string text)
        => transcript.Tokens.Single(token => token.Text == text);

    private static IEnumerable<string> Changed(CorrectedTranscript transcript)
        => transcript.Changes.SelectMany(change => transcript.Tokens.Take(change.End).Skip(change.Start)).Select(token => token.Text);
}
