using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Tests.Transcripts;

public sealed class SubtitleComposerTests
{
    [Fact]
    public void A_subtitle_ends_with_the_sentence()
        => Assert.Equal(
            ["This is a sentence of medium length.", "And this is another that is also medium."],
            Lines(Words.OfText(
                0, "en", "This is a sentence of medium length. And this is another that is also medium.")).SelectMany(l => l));

    [Fact]
    public void A_long_sentence_breaks_at_its_clauses_into_even_lines()
        => Assert.Equal(
            [["When the rain had stopped at last,", "the children went out to play."]],
            Lines(Words.OfText(0, "en", "When the rain had stopped at last, the children went out to play.")));

    [Fact]
    public void A_pause_ends_a_subtitle()
        => Assert.Equal([["I think"], ["so"]], Lines([.. Words.OfText(0, "en", "I think"), .. Words.OfText(2, "en", "so")]));

    [Fact]
    public void Another_speaker_begins_a_subtitle()
        => Assert.Equal([["Really?"], ["Yes."]], Lines([.. Words.OfText(0, "en", "Really?")
            .Select(w => w with { Speaker = "1" }), .. Words.OfText(0.4, "en", "Yes.").Select(w => w with { Speaker = "2" })]));

    [Fact]
    public void An_overlong_word_is_the_only_one_that_is_divided()
    {
        var lines = Lines(Words.OfText(0, "de", "Das " + new string('x', 50) + " ist")).SelectMany(l => l).ToList();

        Assert.Contains(new string('x', 42), lines.SelectMany(l => l.Split(' ')));
        Assert.All(lines, l => Assert.InRange(l.Length, 1, 42));
    }

    [Fact]
    public void Japanese_lines_are_half_as_long_and_never_begin_with_a_full_stop()
    {
        var text = string.Concat(Enumerable.Repeat("今日はとてもいい天気なので、公園まで散歩に行きました。", 4));
        var lines = Lines(Words.Of("ja", [.. text.Select(c => c.ToString())])).SelectMany(l => l).ToList();

        Assert.All(lines, l => Assert.InRange(l.Length, 1, 21));
        Assert.All(lines, l => Assert.DoesNotContain(l[0], "。、"));
        Assert.Equal(text, string.Concat(lines));
    }

    [Fact]
    public void A_short_subtitle_stays_as_long_as_the_next_one_lets_it()
    {
        var cues = Compose([new RecognisedWord(" Yes.", TimeSpan.Zero, Ms(200), 1, "en"), .. Words.OfText(5, "en", "No.")]);

        Assert.Equal([(Ms(0), Ms(1000)), (Ms(5000), Ms(6000))], cues.Select(c => (c.Start, c.End)));
    }

    [Theory]
    [InlineData("es_aeneas_es")]
    [InlineData("coffee_shop")]
    [InlineData("de_cheetah_de")]
    [InlineData("pt_test_pt")]
    public void Real_transcripts_break_nowhere_without_need(string name)
    {
        var cues = Compose(Words.Golden(name));

        // Whatever ends inside a clause was too long to stand alone, or has a pause after it.
        foreach (var (cue, next) in cues.Zip(cues.Skip(1)))
            Assert.True(
                ".!?,;:".Contains(cue.Lines[^1][^1], StringComparison.Ordinal) || cue.Lines.Concat(next.Lines).Sum(l => l.Length) > 60
                    || next.Start - cue.End > Ms(1000),
                $"'{string.Join('|', cue.Lines)}' before '{string.Join('|', next.Lines)}'");
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static IReadOnlyList<SubtitleCue> Compose(IReadOnlyList<RecognisedWord> words)
        => new SubtitleComposer(new SubtitleOptions(), label: null).Compose(TokenBuilder.Build([words]));

    private static IEnumerable<IReadOnlyList<string>> Lines(List<RecognisedWord> words) => Compose(words).Select(c => c.Lines);
}
