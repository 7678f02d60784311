using Hansard.Engine.Speakers.Turns;
using Hansard.Engine.Speech;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Tests.Speakers.Turns;

/// <summary>Turns and words of activity that is written as one digit a tenth of a second.</summary>
public sealed class SpeakerActivityTests
{
    [Fact]
    public void Turns_of_two_people_at_once_overlap()
    {
        var turns = Activity("000111 1", "   0    ").Turns();
        Assert.Equal([
            new SpokenTurn(new FrameRange(0, 40), 0), new SpokenTurn(new FrameRange(30, 60), 1), new SpokenTurn(new FrameRange(70, 80), 1)
        ], turns);
    }

    [Fact]
    public void A_word_is_said_by_who_is_active_within_it()
        => Assert.Equal([0, 0, 1, 1], Assign("00001111", null, (" Are", 0, 2), (" you?", 2, 4), (" I", 4, 6), (" am.", 6, 8)));

    [Fact]
    public void A_backchannel_of_one_word_inside_anothers_sentence_keeps_its_speaker()
        => Assert.Equal(
            [0, 0, 1, 0, 0],
            Assign("0000000011100000000", null, (" we", 0, 4), (" went", 4, 8), (" yeah", 8, 11), (" to", 11, 14), (" town", 14, 19)));

    [Fact]
    public void A_first_or_last_word_that_a_turn_cuts_a_little_short_stays_in_its_sentence()
        => Assert.Equal(
            [0, 0, 0, 1, 1, 1],
            Assign(
                "0000000011111111111", null, (" here", 0, 3), (" in", 3, 6), (" Maine.", 7, 10), (" No", 10, 12), (" never", 12, 15),
                (" there.", 15, 19)));

    [Fact]
    public void The_pieces_of_one_word_are_said_by_one_person()
        => Assert.Equal([1, 1, 1], Assign("11111110001", null, (" $2", 0, 5), (".50", 5, 10), (" yes.", 10, 11)));

    [Fact]
    public void Of_two_at_once_a_word_goes_to_the_one_who_has_the_turn()
        => Assert.Equal([0, 0, 0], Assign("000000000000000", "111111111111111", (" one", 0, 5), (" two", 5, 10), (" three.", 10, 15)));

    [Fact]
    public void A_short_sentence_at_once_with_anothers_is_an_interjection()
        => Assert.Equal(
            [0, 0, 1, 0],
            Assign("0000000000000000", "        11111   ", (" Here,", 0, 4), (" yes.", 4, 8), (" Really?", 10, 12), (" Yes.", 14, 16)));

    [Fact]
    public void A_word_outside_all_speech_goes_to_who_speaks_nearest()
        => Assert.Equal([1], Assign("0     1", null, (" hm", 4, 5)));

    [Fact]
    public void The_path_changes_where_the_gain_exceeds_the_penalty_and_not_otherwise()
    {
        float[][] scores = [[1, 0], [1, 0], [0.4f, 0.6f], [1, 0], [0, 1], [0, 1]];
        Assert.Equal([0, 0, 0, 0, 1, 1], SpeakerPath.Find(scores, [0, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f]));
        Assert.Equal([0, 0, 1, 0, 1, 1], SpeakerPath.Find(scores, [0, 0, 0, 0, 0, 0]));
        Assert.Equal([0, 0, 0, 0, 0, 0], SpeakerPath.Find(scores, [0, 9, 9, 9, 9, 9]));
        Assert.Empty(SpeakerPath.Find([], []));
    }

    private static int[] Assign(string first, string? second, params (string Text, int Start, int End)[] words) => WordAttribution.Assign(
        [.. words.Select(
            w => new RecognisedWord(w.Text, TimeSpan.FromSeconds(w.Start / 10.0), TimeSpan.FromSeconds(w.End / 10.0), 1, "en"))],
        Activity(first, second));

    private static SpeakerActivity Activity(string first, string? second) => new(Row(first), Row((second ?? "").PadRight(first.Length)), 2);

    private static sbyte[] Row(string digits)
        => [.. digits.SelectMany(d => Enumerable.Repeat(d == ' ' ? SpeakerActivity.Nobody : (sbyte)(d - '0'), 10))];
}
