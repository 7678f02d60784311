using Hansard.Engine.Transcripts;
using Hansard.Engine.Transcripts.Alignments;

namespace Hansard.Engine.Tests.Transcripts.Alignments;

/// <summary>A given text against a recognised one: times, and where they part.</summary>
public sealed class TextComparisonTests
{
    [Fact]
    public void Words_that_were_recognised_have_their_times_whatever_their_case_and_marks()
    {
        var aligned = Align("The quick brown fox jumps.", "the QUICK, brown   fox\n jumps!");
        Assert.Equal("the QUICK, brown fox jumps!", aligned.Transcript.Text);
        Assert.Equal(["the", "QUICK,", "brown", "fox", "jumps!"], aligned.Words.Select(word => word.Text));
        Assert.Equal([0L, 400, 800, 1200, 1600], aligned.Words.Select(word => word.StartMs));
        Assert.All(aligned.Words, word => Assert.True(word.IsSaid));
        Assert.Empty(aligned.SpeechWithoutText);
    }

    [Fact]
    public void A_word_that_is_not_said_takes_no_time_and_moves_no_other()
    {
        var aligned = Align("The brown fox jumps.", "The big brown fox jumps.");
        Assert.Equal(["big"], aligned.Words.Where(word => !word.IsSaid).Select(word => word.Text));
        var big = aligned.Words[1];
        Assert.Equal((400, 400, 0.0), (big.StartMs, big.EndMs, big.Confidence));
        Assert.Equal([0L, 400, 400, 800, 1200], aligned.Words.Select(word => word.StartMs));
        Assert.Equal("The big brown fox jumps.", aligned.Transcript.Text);
    }

    [Fact]
    public void Speech_that_the_text_lacks_is_told_with_its_time()
    {
        var aligned = Align("The quick brown fox jumps over it.", "The fox jumps.");
        Assert.Equal(
            [new SpeechWithoutText(400, 1200, "quick brown"), new SpeechWithoutText(2000, 2800, "over it.")], aligned.SpeechWithoutText);
    }

    [Fact]
    public void A_word_that_was_heard_otherwise_is_said_and_another_word_is_not()
    {
        var aligned = Align("There cats cost 5 dollars.", "Their dogs cost five dollars.");
        Assert.Equal(["dogs"], aligned.Words.Where(word => !word.IsSaid).Select(word => word.Text));
        Assert.Equal(["cats"], aligned.SpeechWithoutText.Select(speech => speech.Text));
    }

    [Theory]
    [InlineData("Thyself thy foe.", "Thy self thy foe.")]
    [InlineData("not an ill-disposed young man", "not an ill disposed young man")]
    [InlineData("the wood cutters of the Netherlands", "the woodcutters of the Netherlands")]
    [InlineData("by the world's do, by the grave", "by the world's due, by the grave")]
    [InlineData("And Mr. Dashwood had leisure", "and mister Dashwood had leisure")]
    public void Words_that_are_written_otherwise_are_the_same(string said, string text)
    {
        var aligned = Align(said, text);
        Assert.All(aligned.Words, word => Assert.True(word.IsSaid, word.Text));
        Assert.Empty(aligned.SpeechWithoutText);
        Assert.Equal(text, aligned.Transcript.Text);
    }

    [Fact]
    public void A_text_of_which_nothing_is_said_has_no_word_that_is()
    {
        var aligned = Align("Something else entirely.", "Words nobody knows.");
        Assert.All(aligned.Words, word => Assert.False(word.IsSaid));
        Assert.Equal("Something else entirely.", Assert.Single(aligned.SpeechWithoutText).Text);
        var silent = TextComparison.Of(new Transcript([], TimeSpan.Zero, null), "Words.");
        Assert.False(Assert.Single(silent.Place(silent.Corrected.Tokens).Words).IsSaid);
    }

    [Fact]
    public void Characters_of_a_language_without_spaces_are_words()
    {
        var said = new Transcript(
            [.. "私は本を".Select((c, i) => new TranscriptToken { Text = $"{c}", StartMs = 100 * i, EndMs = 100 * i + 100, Confidence = 1 })],
            TimeSpan.FromSeconds(1), "ja");
        var comparison = TextComparison.Of(said, "私は古本を。");
        var aligned = comparison.Place(comparison.Corrected.Tokens);
        Assert.Equal(["私", "は", "古", "本", "を。"], aligned.Words.Select(word => word.Text));
        Assert.Equal(["古"], aligned.Words.Where(word => !word.IsSaid).Select(word => word.Text));
        Assert.Equal([0L, 100, 200, 200, 300], aligned.Words.Select(word => word.StartMs));
    }

    [Fact]
    public void A_token_of_several_characters_is_shared_by_them_and_moves_no_word_after_it()
    {
        TranscriptToken[] tokens =
        [
            new() { Text = "自己的", StartMs = 0, EndMs = 300, Confidence = 1 },
            new() { Text = "脚", StartMs = 400, EndMs = 500, Confidence = 1 },
            new() { Text = " A", StartMs = 600, EndMs = 700, Confidence = 1 },
            new() { Text = " stripe", StartMs = 700, EndMs = 900, Confidence = 1 },
        ];
        var comparison = TextComparison.Of(new Transcript(tokens, TimeSpan.FromSeconds(1), null), "自己的脚 A stripe");
        var aligned = comparison.Place(comparison.Corrected.Tokens);
        Assert.Equal(
            [("自", 0, 100), ("己", 100, 200), ("的", 200, 300), ("脚", 400, 500), ("A", 600, 700), ("stripe", 700, 900)],
            aligned.Words.Select(word => (word.Text, (int)word.StartMs, (int)word.EndMs)));
        Assert.Equal("自己的脚 A stripe", aligned.Transcript.Text);
    }

    [Fact]
    public void The_text_of_an_hour_is_compared_in_little_time()
    {
        var said = string.Join(' ', Enumerable.Range(0, 9_000).Select(i => $"word{i % 997}x{i % 13}"));
        var text = string.Join(' ', said.Split(' ').Where((_, i) => i % 50 != 0));
        Assert.Equal(180, Align(said, text).SpeechWithoutText.Count);
    }

    private static AlignedText Align(string said, string text)
    {
        var comparison = TextComparison.Of(Words.Transcript(Words.OfText(0, "en", said)), text);
        return comparison.Place(comparison.Corrected.Tokens);
    }
}
