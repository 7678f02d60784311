using Hansard.Engine.Transcripts;
using Hansard.Engine.Translation;

namespace Hansard.Engine.Tests.Speakers;

/// <summary>Real recordings, from file to tokens with speakers.</summary>
public sealed class SpeakerDiarizerTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private static readonly TranscriptionOptions Diarized = new() { Diarize = true };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Requires("ffmpeg")]
    public async Task Every_token_of_one_voice_has_speaker_1_and_the_words_are_those_without_speakers()
    {
        var transcript = await TranscribeAsync(Clip("en_jfk.flac"), Diarized);
        Assert.All(transcript.Tokens, t => Assert.Equal("1", t.Speaker));
        var plain = await TranscribeAsync(Clip("en_jfk.flac"), new TranscriptionOptions());
        Assert.Equal(plain.Tokens, transcript.Tokens.Select(t => t with { Speaker = null }));
        Assert.Empty(plain.Turns);
    }

    [SharedFact]
    public async Task One_voice_for_a_minute_is_one_speaker()
    {
        using var joined = await JoinedClips.OneVoiceForAMinuteAsync(Cancellation);
        var transcript = await TranscribeAsync(joined.Path, Diarized with { Language = "en", BeamSize = 1 });
        Assert.Equal(["1"], Speakers(transcript));
        Assert.True(transcript.Duration.TotalSeconds >= 55);
    }

    [SharedFact]
    public async Task Eight_voices_one_after_the_other_are_seven_to_nine_speakers()
    {
        using var joined = await JoinedClips.EightVoicesAsync(Cancellation);
        var transcript = await TranscribeAsync(joined.Path, Diarized with { BeamSize = 1 });
        Assert.InRange(Speakers(transcript).Length, 7, 9);
    }

    [SharedFact]
    public async Task A_dialogue_in_a_coffee_shop_has_two_speakers_and_no_word_wrong()
    {
        var transcript = await TranscribeAsync(Vendor("coffee_shop.mp3"), Diarized);
        Assert.Equal(["1", "2"], Speakers(transcript));
        var turns = string.Concat(transcript.Tokens.Select(
            (t, i) => i > 0 && t.Speaker == transcript.Tokens[i - 1].Speaker ? t.Text : $"|{t.Text.TrimStart()}"));
        Assert.Matches(
            @"^\|What is your best seller here\?\|Our best seller .* lattes\.\|Okay[.,]? [Aa]nd on a day .* iced? coffee\?"
                + @"\|.*\w+,? yes\.\|Really\?\|Yes\.$",
            turns);
    }

    [SharedFact]
    public async Task A_hint_of_the_number_of_speakers_is_kept()
    {
        foreach (var count in new[] { 1, 2, 3 })
        {
            var transcript = await TranscribeAsync(
                Vendor("coffee_shop.mp3"), Diarized with { SpeakerCount = count, BeamSize = 1, Language = "en" });
            Assert.Equal(count, transcript.Turns.Select(t => t.Speaker).Distinct().Count());
            Assert.InRange(Speakers(transcript).Length, 1, count);
        }
    }

    [SharedFact]
    public async Task Speakers_are_numbered_by_first_appearance_and_turns_agree_with_tokens()
    {
        var transcript = await TranscribeAsync(Vendor("audio_dialog.mp3"), Diarized with { BeamSize = 1 });
        var speakers = Speakers(transcript);
        Assert.Equal(Enumerable.Range(1, speakers.Length).Select(i => $"{i}"), speakers);
        Assert.InRange(speakers.Length, 2, 3);
        var agreeing = transcript.Tokens.Where(t => transcript.Turns.Any(turn => turn.Speaker == t.Speaker
            && turn.Start.TotalMilliseconds <= t.EndMs + 200 && turn.End.TotalMilliseconds >= t.StartMs - 200));
        Assert.InRange(agreeing.Count(), 0.95 * transcript.Tokens.Count, transcript.Tokens.Count);
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task Translations_have_the_speaker_of_what_was_said()
    {
        var transcript = await TranscribeAsync(Clip("pt_test_pt.wav"), Diarized with { Translation = new OneWayTranslation("en") });
        Assert.Contains(transcript.Tokens, t => t.TranslationStatus is TranslationStatus.Translation);
        Assert.All(transcript.Tokens, t => Assert.Equal("1", t.Speaker));
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task Sound_without_speech_has_neither_speakers_nor_turns()
    {
        using var silence = JoinedClips.Silence(seconds: 3);
        var transcript = await TranscribeAsync(silence.Path, Diarized);
        Assert.Empty(transcript.Tokens);
        Assert.Empty(transcript.Turns);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(21)]
    public async Task A_number_of_speakers_out_of_range_is_refused(int count)
    {
        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => TranscribeAsync(
            Clip("en_jfk.flac"), Diarized with { SpeakerCount = count }));
        Assert.Contains("1 to 20", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_speakers_at_least_than_at_most_are_refused()
    {
        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => TranscribeAsync(Clip("en_jfk.flac"), Diarized with { MinimumSpeakers = 3, MaximumSpeakers = 2 }));
        Assert.Contains("at least 3", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => TranscribeAsync(
            Clip("en_jfk.flac"), Diarized with { SpeakerCount = 2, MaximumSpeakers = 3 }));
    }

    [SharedFact]
    public async Task The_number_of_speakers_is_bounded_on_demand()
    {
        using var joined = await JoinedClips.EightVoicesAsync(Cancellation);
        var options = Diarized with { BeamSize = 1, Language = "en" };
        var few = await TranscribeAsync(joined.Path, options with { MaximumSpeakers = 3 });
        Assert.Equal(3, few.Turns.Select(t => t.Speaker).Distinct().Count());
        var many = await TranscribeAsync(Vendor("coffee_shop.mp3"), options with { MinimumSpeakers = 3 });
        Assert.InRange(many.Turns.Select(t => t.Speaker).Distinct().Count(), 3, 20);
    }

    [SharedFact]
    public async Task A_narrators_first_word_and_short_questions_have_their_speakers()
    {
        var transcript = await TranscribeAsync(Vendor("audio_dialog.mp3"), Diarized);
        // A narrator, who may be one of the two, a waiter and a customer; the narrator's first word is the narrator's.
        var narrator =
            transcript.Tokens.TakeWhile(t => !t.Text.Contains("Good", StringComparison.Ordinal)).Select(t => t.Speaker).Distinct();
        Assert.Single(narrator);
        var turns = string.Concat(transcript.Tokens.Select(
            (t, i) => i > 0 && t.Speaker == transcript.Tokens[i - 1].Speaker ? t.Text : $"|{t.Text.TrimStart()}"));
        Assert.Contains("|Yes, one coffee", turns, StringComparison.Ordinal);
        Assert.Contains("|How much is it?|", turns, StringComparison.Ordinal);
        Assert.Contains("|Thank you.|You're welcome.", turns, StringComparison.Ordinal);
    }

    [SharedFact]
    public async Task Two_people_who_speak_four_seconds_in_two_languages_are_two()
    {
        var transcript = await TranscribeAsync(Vendor("two_way_translation.mp3"), Diarized);
        Assert.Equal(["1", "2"], Speakers(transcript));
        Assert.All(transcript.Tokens.Where(t => t.Language == "es"), t => Assert.Equal("2", t.Speaker));
    }

    private Task<Transcript> TranscribeAsync(string path, TranscriptionOptions options)
        => shared.Engine.TranscribeAsync(path, options, cancellationToken: Cancellation);

    private static string[] Speakers(Transcript transcript) => [.. transcript.Tokens.Select(t => t.Speaker!).Distinct()];

    private static string Clip(string name) => Fixtures.PathOf("audio", "clips", name);

    private static string Vendor(string name) => Fixtures.SharedPathOf("audio", "vendor", name);
}
