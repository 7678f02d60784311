using Hansard.Engine.Audio;
using Hansard.Engine.Speakers.Clustering;
using Hansard.Engine.Speakers.Live;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Tests.Speakers.Live;

/// <summary>Real speech that arrives piece by piece, and the real networks.</summary>
public sealed class SpeakerTrackerTests
{
    private const int SampleRate = AudioSpecification.SampleRate;

    private static readonly TimeSpan Word = TimeSpan.FromSeconds(0.3);

    [Fact]
    public void However_the_sound_arrives_its_speakers_are_the_same()
    {
        var sound = LiveConversation.OfTwo;
        var expected = Followed(sound, sound.Length);
        Assert.Equal(2, expected.Where(f => f.First >= 0).Select(f => f.First).Distinct().Count());
        foreach (var chunk in new[] { SampleRate / 100, SampleRate, 7_919 }) Assert.Equal(expected, Followed(sound, chunk));
    }

    [Fact]
    public void Every_word_has_a_speaker_one_and_a_half_seconds_after_its_end_and_keeps_it()
    {
        using var tracker = LiveConversation.Tracker();
        List<(TimeSpan Start, string Speaker)> given = [];
        var next = TimeSpan.Zero;
        foreach (var chunk in LiveConversation.OfFour.Chunk(SampleRate / 100))
        {
            LiveConversation.Append(tracker, chunk);
            Assert.InRange(tracker.Arrived - tracker.Decided, TimeSpan.Zero, ISpeakerTracker.Delay);
            if (tracker.Arrived < next + Word + ISpeakerTracker.Delay) continue;
            given.Add((next, Assert.IsType<string>(tracker.SpeakerOf(next, next + Word))));
            next += Word;
        }
        tracker.Complete();
        Assert.InRange(given.Count, 75, 90);
        Assert.All(given, word => Assert.Equal(word.Speaker, tracker.SpeakerOf(word.Start, word.Start + Word)));
        // "1", "2", … by the first word of each.
        var speakers = given.Select(w => w.Speaker).Distinct().ToArray();
        Assert.Equal(Enumerable.Range(1, speakers.Length).Select(i => $"{i}"), speakers);
    }

    [Fact]
    public void Four_people_are_four_and_one_who_comes_back_is_known()
    {
        using var tracker = LiveConversation.Tracker();
        LiveConversation.Append(tracker, LiveConversation.OfFour, SampleRate);
        tracker.Complete();
        Assert.Equal(4, tracker.Speakers);
        // The middle of each clip.
        int?[] speakers = [.. new[] { 3.0, 8.5, 12.5, 17.5, 23.0 }.Select(t => LiveConversation.Speaker(tracker, t - 1, t + 1))];
        Assert.Equal([0, 1, 2, 3, 0], speakers);
    }

    [Fact]
    public void A_word_is_undecided_before_its_time_and_decided_at_once_where_it_cannot_wait()
    {
        using var tracker = LiveConversation.Tracker();
        LiveConversation.Append(tracker, LiveConversation.OfTwo.AsSpan(0, 3 * SampleRate));
        var end = TimeSpan.FromSeconds(2.9);
        Assert.Null(tracker.SpeakerOf(end - Word, end));
        Assert.Null(tracker.SpeakersOf([new RecognisedWord(" one", Word, Word + Word, 1, "en"), new(" two", end - Word, end, 1, "en")]));
        tracker.Decide();
        Assert.Equal("1", tracker.SpeakerOf(end - Word, end));
        var decided = LiveConversation.Frames(tracker);
        LiveConversation.Append(tracker, LiveConversation.OfTwo.AsSpan(3 * SampleRate));
        tracker.Complete();
        Assert.Equal(decided, LiveConversation.Frames(tracker).Take(decided.Length));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void A_word_in_which_the_sound_ends_is_decided_where_it_cannot_wait(int beyond)
    {
        using var tracker = LiveConversation.Tracker();
        LiveConversation.Append(tracker, LiveConversation.OfTwo.AsSpan(0, 93 * 512));
        var end = tracker.Arrived + TimeSpan.FromMilliseconds(beyond);
        Assert.Null(tracker.SpeakerOf(end - Word, end));
        tracker.Decide();
        Assert.Equal("1", tracker.SpeakerOf(end - Word, end));
        Assert.Null(tracker.SpeakerOf(end, end + Word));
    }

    [Fact]
    public void Pieces_of_one_word_have_one_speaker()
    {
        using var tracker = LiveConversation.Tracker();
        LiveConversation.Append(tracker, LiveConversation.OfTwo, SampleRate);
        // Across the change from one person to the other.
        var times = Enumerable.Range(0, 6).Select(i => TimeSpan.FromSeconds(2.8 + (0.3 * i))).ToArray();
        var speakers = tracker.SpeakersOf(
            [.. times.Select((t, i) => new RecognisedWord(i == 0 ? " $1" : ",000", t, t + Word, 1, "en"))]);
        Assert.Single(speakers!.Distinct());
    }

    [Fact]
    public void Sound_of_no_length_has_no_speakers_and_yet_a_label_for_a_word()
    {
        using var tracker = LiveConversation.Tracker();
        LiveConversation.Append(tracker, []);
        Assert.Equal(TimeSpan.Zero, tracker.Decided);
        tracker.Complete();
        tracker.Complete();
        Assert.Equal((0, 0), (tracker.Activity.End, tracker.Speakers));
        Assert.Equal("1", tracker.SpeakerOf(TimeSpan.Zero, Word));
        Assert.Equal([], tracker.SpeakersOf([]));
    }

    [Fact]
    public void Silence_has_no_speakers_and_yet_a_label_for_a_word()
    {
        using var tracker = LiveConversation.Tracker();
        LiveConversation.Append(tracker, new float[30 * SampleRate]);
        tracker.Complete();
        Assert.Equal(0, tracker.Speakers);
        Assert.All(LiveConversation.Frames(tracker), f => Assert.True(f.First < 0 && f.Second < 0));
        Assert.Equal("1", tracker.SpeakerOf(Word, Word + Word));
        Assert.Equal(TimeSpan.FromSeconds(30), tracker.Decided);
    }

    [Fact]
    public void One_voice_is_speaker_1_in_every_word()
    {
        var sound = LiveConversation.Join("en_LJ001-0008.wav", "en_LJ001-0001.wav", "en_LJ001-0008.wav");
        using var tracker = LiveConversation.Tracker();
        LiveConversation.Append(tracker, sound, SampleRate / 10);
        tracker.Complete();
        for (var at = TimeSpan.Zero; at + Word < tracker.Arrived; at += Word) Assert.Equal("1", tracker.SpeakerOf(at, at + Word));
        Assert.Equal(1, tracker.Speakers);
    }

    [Fact]
    public void Sound_that_ends_after_a_moment_of_speech_is_decided_to_its_end()
    {
        using var tracker = LiveConversation.Tracker();
        LiveConversation.Append(tracker, LiveConversation.Clip("en_LJ001-0008.wav").AsSpan(0, 6_001));
        Assert.Null(tracker.SpeakerOf(TimeSpan.Zero, Word));
        tracker.Complete();
        Assert.Equal(tracker.Arrived, tracker.Decided);
        // Recognition may place a word's end beyond the sound.
        Assert.Equal("1", tracker.SpeakerOf(Word, Word + Word));
        Assert.Throws<InvalidOperationException>(() => LiveConversation.Append(tracker, [0f]));
    }

    [Fact]
    public void No_more_speakers_are_found_than_there_may_be()
    {
        foreach (var most in new[] { 1, 2 })
        {
            using var tracker = LiveConversation.Tracker(new SpeakerLimits(1, most));
            LiveConversation.Append(tracker, LiveConversation.OfFour, SampleRate);
            tracker.Complete();
            Assert.Equal(most, tracker.Speakers);
        }
    }

    [Fact]
    public void What_is_held_does_not_grow_with_the_sound()
    {
        using var tracker = LiveConversation.Tracker();
        var most = tracker.Sizes;
        for (var round = 0; round < 4; round++)
        {
            LiveConversation.Append(tracker, LiveConversation.OfTwo, 4_000);
            var sizes = tracker.Sizes;
            Assert.InRange(sizes.Samples, 0, 21 * SampleRate);
            Assert.InRange(sizes.Probabilities, 0, 21 * SampleRate / 512);
            Assert.InRange(sizes.Windows, 0, 17);
            Assert.InRange(sizes.Features, 0, 2_100);
            Assert.InRange(sizes.Pieces, 0, 140);
            Assert.True(sizes.Voices >= most.Voices);
            most = sizes;
        }
        Assert.InRange(most.Voices, 10, SpeakerMemory.MostVoices);
    }

    [Fact]
    public void Cancellation_stops_between_steps_and_disposal_for_good()
    {
        using var cancelled = new CancellationTokenSource();
        var tracker = LiveConversation.Tracker();
        tracker.Append(new float[SampleRate], cancelled.Token);
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => tracker.Append(new float[SampleRate], cancelled.Token));
        Assert.Equal(TimeSpan.FromSeconds(1), tracker.Arrived);
        tracker.Dispose();
        tracker.Dispose();
        Assert.Throws<ObjectDisposedException>(() => LiveConversation.Append(tracker, [0f]));
        Assert.Throws<ObjectDisposedException>(tracker.Complete);
        Assert.Throws<ObjectDisposedException>(() => tracker.SpeakerOf(TimeSpan.Zero, Word));
    }

    private static DecidedFrame[] Followed(float[] sound, int chunk)
    {
        using var tracker = LiveConversation.Tracker();
        LiveConversation.Append(tracker, sound, chunk);
        tracker.Complete();
        return LiveConversation.Frames(tracker);
    }
}
