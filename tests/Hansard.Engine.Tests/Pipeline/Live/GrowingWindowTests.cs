namespace Hansard.Engine.Tests.Pipeline.Live;

/// <summary>Which words of a growing window become final, and when it is decoded: real speech, decodings of a script.</summary>
public sealed class GrowingWindowTests
{
    [Fact]
    public void A_word_is_final_when_two_decodings_agree_on_it_and_enough_sound_follows()
    {
        var scripted = new ScriptedWindow();
        scripted.HearTo(4);
        Assert.Empty(scripted.Take(scripted.Due()));
        Assert.Equal(ScriptedWindow.Until(4), scripted.Window.NonFinal.Select(word => word.Text.Trim()));

        scripted.HearTo(4.6);
        scripted.Take(scripted.Due());
        Assert.Equal(ScriptedWindow.Until(4.6 - ScriptedWindow.Settings.AgreedMargin), scripted.FinalText);
        Assert.Equal("w7", scripted.Window.NonFinal[0].Text.Trim());
        Assert.Equal(2.8, (double)scripted.Window.FinalTo / 16_000, 0.001);
    }

    [Fact]
    public void Nothing_is_final_from_the_first_word_on_that_two_decodings_write_differently()
    {
        var scripted = new ScriptedWindow();
        scripted.HearTo(4);
        scripted.Take(scripted.Due());
        scripted.HearTo(4.6);
        scripted.Take(scripted.Due(), i => i == 3 ? "other" : $"w{i}");
        Assert.Equal(["w0", "w1", "w2"], scripted.FinalText);
        Assert.Equal("other", scripted.Window.NonFinal[0].Text.Trim());
    }

    [Fact]
    public void Capital_letters_and_marks_are_no_difference()
    {
        var scripted = new ScriptedWindow();
        scripted.HearTo(4);
        scripted.Take(scripted.Due());
        scripted.HearTo(4.6);
        scripted.Take(scripted.Due(), i => i == 0 ? "W0," : $"w{i}");
        Assert.Equal("W0,", scripted.FinalText.First());
    }

    [Fact]
    public void A_decoding_begins_with_the_words_that_are_final_and_gives_none_of_them_again()
    {
        var scripted = new ScriptedWindow();
        for (var at = 4.0; at < 6.5; at += 0.6)
        {
            scripted.HearTo(at);
            if (scripted.Window.Next(null) is not { } due) continue;
            Assert.Equal(scripted.Final.SelectMany(word => word.Tokens), due.Request.Prefix);
            scripted.Take(due);
        }
        Assert.NotEmpty(scripted.Final);
        Assert.Equal(ScriptedWindow.Until(10).Take(scripted.Final.Count), scripted.FinalText);
    }

    [Fact]
    public void A_final_word_stands_though_later_decodings_write_it_differently()
    {
        var scripted = new ScriptedWindow();
        scripted.HearTo(4);
        scripted.Take(scripted.Due());
        scripted.HearTo(4.6);
        scripted.Take(scripted.Due());
        var count = scripted.Final.Count;
        for (var at = 5.2; at < 6.5; at += 0.6)
        {
            scripted.HearTo(at);
            // This family does not go on from a text: its words are known by their places.
            if (scripted.Window.Next(null) is { } due) scripted.Take(due, i => i < count ? "changed" : $"w{i}", ignoresPrefix: true);
        }
        Assert.True(scripted.Final.Count > count);
        Assert.Equal(ScriptedWindow.Until(10).Take(scripted.Final.Count), scripted.FinalText);
    }

    [Fact]
    public void A_word_is_final_after_the_longest_doubt_though_no_two_decodings_agree_on_it()
    {
        var scripted = new ScriptedWindow(ScriptedWindow.Settings with { LongestDoubt = 2 });
        for (var turn = 0; turn < 4; turn++)
        {
            scripted.HearTo(3 + (0.6 * turn));
            var now = turn;
            scripted.Take(scripted.Due(), i => $"w{i}-{now}");
            Assert.Equal(Math.Floor((1 + (0.6 * turn)) / 0.4), scripted.Final.Count);
        }
    }

    [Fact]
    public void A_text_that_loops_counts_as_none()
    {
        var scripted = new ScriptedWindow();
        scripted.HearTo(4);
        scripted.Take(scripted.Due());
        scripted.HearTo(4.6);
        Assert.Empty(scripted.Take(scripted.Due(), _ => "again", isFaulty: true));
        Assert.Equal(ScriptedWindow.Until(4), scripted.Window.NonFinal.Select(word => word.Text.Trim()));

        // Those before and after it agree.
        scripted.HearTo(5.2);
        scripted.Take(scripted.Due());
        Assert.Equal(ScriptedWindow.Until(5.2 - 1.5), scripted.FinalText);
    }

    [Fact]
    public void A_text_that_loops_for_as_long_as_a_window_lasts_is_closed_with_a_second_opinion()
    {
        var scripted = new ScriptedWindow(ScriptedWindow.Settings with { LongestWindow = 4 });
        scripted.HearTo(3.5);
        scripted.Take(scripted.Due(), _ => "again", isFaulty: true);
        scripted.HearTo(5.5);
        var due = scripted.Due();
        Assert.True(due.Closes);
        Assert.True(due.Request.HasFallback);
        scripted.Take(due);
        Assert.Equal(ScriptedWindow.Until((double)due.End / 16_000), scripted.FinalText);
        Assert.Empty(scripted.Window.NonFinal);
    }

    [Fact]
    public void A_full_window_is_closed_at_a_quiet_point_and_the_next_goes_on_from_there()
    {
        var settings = ScriptedWindow.Settings with { LongestWindow = 4, LongestDoubt = 60, KeptContext = 2 };
        var scripted = new ScriptedWindow(settings);
        var closed = 0;
        for (var at = 1.0; at < 9; at += 0.5)
        {
            scripted.HearTo(at);
            for (var decodings = 0; scripted.Window.Next(null) is { } due; decodings++)
            {
                Assert.InRange(decodings, 0, 3);
                Assert.InRange((due.End - Math.Max(due.Start, scripted.Window.FinalTo)) / 16_000.0, 0.01, settings.LongestWindow + 0.6);
                var now = at;
                // Every decoding is another, but for those that close.
                if (due.Closes) closed++;
                scripted.Take(due, i => due.Closes ? $"w{i}" : $"w{i}-{now}");
            }
        }
        Assert.InRange(closed, 2, 4);
        Assert.Equal(ScriptedWindow.Until(10).Take(scripted.Final.Count), scripted.FinalText);
    }

    [Fact]
    public void A_pause_closes_what_was_said_with_beams_and_second_opinions()
    {
        var scripted = new ScriptedWindow();
        scripted.HearTo(3);
        var growing = scripted.Due();
        Assert.False(growing.Closes || growing.Request.HasFallback);
        scripted.Take(growing);
        scripted.HearNothing(ScriptedWindow.Settings.ClosingPause + 0.5);
        var closing = scripted.Due();
        Assert.True(closing.Closes && closing.Request.HasFallback);
        Assert.Equal(ScriptedWindow.Settings.ClosingBeam, closing.Request.BeamSize);
        scripted.Take(closing);
        Assert.Equal(ScriptedWindow.Until((double)closing.End / 16_000), scripted.FinalText);
        Assert.False(scripted.Window.Pending);
        Assert.Null(scripted.Window.Next(null));
    }

    [Fact]
    public void A_wish_closes_what_was_said_up_to_it_and_what_follows_begins_anew()
    {
        var scripted = new ScriptedWindow();
        scripted.HearTo(3);
        var wish = scripted.Sound.End;
        var closing = scripted.Due(wish);
        Assert.True(closing.Closes);
        Assert.True(closing.End <= wish);
        scripted.Take(closing);
        Assert.True(scripted.Window.IsFinalTo(wish));
        scripted.HearTo(4);
        var next = scripted.Due();
        // The same words again would be taken for those that are final.
        Assert.Empty(next.Request.Prefix);
        Assert.True(next.Start >= closing.End);
    }

    [Fact]
    public void Silence_is_never_decoded_and_not_kept()
    {
        var scripted = new ScriptedWindow();
        for (var i = 0; i < 30; i++)
        {
            scripted.HearNothing(1);
            Assert.Null(scripted.Window.Next(null));
            Assert.Equal(scripted.Sound.End, scripted.Window.ProcessedTo);
        }
        Assert.False(scripted.Window.Pending);
        Assert.InRange(scripted.Sound.End - scripted.Sound.Start, 0, 3 * 16_000);
        Assert.InRange(scripted.Sound.End - scripted.Window.FinalTo, 0, 16_000);
    }

    [Fact]
    public void A_window_is_decoded_the_less_often_the_more_it_costs()
    {
        var scripted = new ScriptedWindow();
        scripted.HearTo(3);
        scripted.Take(scripted.Due(), cost: 0.8);
        scripted.HearTo(3 + (0.8 / ScriptedWindow.Settings.Share) - 0.2);
        Assert.Null(scripted.Window.Next(null));
        scripted.HearTo(3 + (0.8 / ScriptedWindow.Settings.Share) + 0.1);
        Assert.NotNull(scripted.Window.Next(null));
    }

    [Fact]
    public void Final_words_are_the_script_however_the_last_words_of_each_decoding_flicker()
    {
        for (var seed = 0; seed < 6; seed++)
        {
            var random = new Random(seed);
            var scripted = new ScriptedWindow(ScriptedWindow.Settings with { KeptContext = 3 });
            var (final, processed) = (0L, 0L);
            for (var at = 0.5; at < 12.5; at += 0.1 + (0.6 * random.NextDouble()))
            {
                scripted.HearTo(at);
                if (scripted.Window.Next(null) is not { } due) continue;
                var end = (int)(due.End / 16_000.0 / 0.4);
                var (flicker, ignores) = (random.Next(1_000), random.Next(3) == 0);
                scripted.Take(due, i => !due.Closes && i >= end - 3 ? $"x{flicker}" : $"w{i}", ignores);
                Assert.True(scripted.Window.FinalTo >= final && scripted.Window.ProcessedTo >= processed, $"seed {seed}");
                (final, processed) = (scripted.Window.FinalTo, scripted.Window.ProcessedTo);
            }
            Assert.Equal(ScriptedWindow.Until(10).Take(scripted.Final.Count), scripted.FinalText);
            Assert.InRange(scripted.Final.Count, 20, 26);
        }
    }
}
