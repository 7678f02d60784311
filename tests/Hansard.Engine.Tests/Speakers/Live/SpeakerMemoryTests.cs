using Hansard.Engine.Speakers.Clustering;
using Hansard.Engine.Speakers.Live;
using Hansard.Engine.Speakers.Turns;
using Hansard.Engine.Speakers.Voices;

namespace Hansard.Engine.Tests.Speakers.Live;

public sealed class SpeakerMemoryTests
{
    private const sbyte Nobody = SpeakerActivity.Nobody;

    private static readonly VoiceCohort Cohort = new(0);

    [Fact]
    public void A_voice_like_one_that_was_given_a_speaker_is_that_speaker()
    {
        var memory = new SpeakerMemory(SpeakerLimits.None);
        memory.Add(Heard(Axis(0), 2, memory.Introduce()));
        memory.Add(Heard(Axis(1), 2, memory.Introduce()));
        var people = memory.People([Heard(Between(1, 2, 0.8f), 1, Nobody)], Cohort);
        Assert.Equal([0, 1], people.Select(p => (int)p.Speaker).Order());
    }

    [Fact]
    public void Another_voice_is_a_person_without_a_label_once_enough_of_it_is_heard()
    {
        var memory = new SpeakerMemory(SpeakerLimits.None);
        memory.Add(Heard(Axis(0), 3, memory.Introduce()));
        Assert.Single(memory.People([Heard(Axis(1), 0.4, Nobody)], Cohort));
        Assert.Equal([0, Nobody], memory.People([Heard(Axis(1), 1, Nobody)], Cohort).Select(p => p.Speaker));
        // As like the first as a second of the first's own speech is at times.
        Assert.Single(memory.People([Heard(Between(0, 1, 0.4f), 1, Nobody)], Cohort));
    }

    [Fact]
    public void No_person_is_added_to_as_many_as_there_may_be()
    {
        var memory = new SpeakerMemory(new SpeakerLimits(1, 1));
        memory.Add(Heard(Axis(0), 3, memory.Introduce()));
        Assert.Equal([0], memory.People([Heard(Axis(1), 9, Nobody)], Cohort).Select(p => (int)p.Speaker));
    }

    [Fact]
    public void Of_two_speakers_who_turn_out_to_be_one_the_one_with_more_speech_goes_on()
    {
        var memory = new SpeakerMemory(SpeakerLimits.None);
        var (first, second) = (memory.Introduce(), memory.Introduce());
        memory.Add(Heard(Axis(0), 3, first));
        memory.Add(Heard(Between(0, 1, 0.9f), 1, second));
        Assert.Equal([first], memory.People([], Cohort).Select(p => p.Speaker));
    }

    [Fact]
    public void A_label_that_no_voice_has_goes_to_the_next_who_is_new()
    {
        var memory = new SpeakerMemory(SpeakerLimits.None);
        memory.Add(Heard(Axis(0), 3, memory.Introduce()));
        var unheard = memory.Introduce();
        Assert.Equal([0, unheard], memory.People([Heard(Axis(1), 2, Nobody)], Cohort).Select(p => p.Speaker));
    }

    [Fact]
    public void No_more_voices_are_remembered_than_the_most_and_no_speaker_is_forgotten()
    {
        var memory = new SpeakerMemory(SpeakerLimits.None);
        var random = new Random(1);
        for (var speaker = 0; speaker < 5; speaker++) memory.Introduce();
        for (var i = 0; i < 2 * SpeakerMemory.MostVoices; i++)
        {
            var voice = Axis(i % 5);
            for (var d = 0; d < voice.Length; d++) voice[d] += (float)(random.NextDouble() - 0.5) / 20;
            memory.Add(Heard(UnitVector.Scale(voice), 2, (sbyte)(i % 5)));
            Assert.InRange(memory.Voices, 1, SpeakerMemory.MostVoices);
        }
        Assert.Equal([0, 1, 2, 3, 4], memory.People([], Cohort).Select(p => (int)p.Speaker).Order());
    }

    private static HeardVoice Heard(float[] voice, double seconds, sbyte speaker) => new(VoiceCluster.Of(voice, seconds), speaker);

    private static float[] Axis(int axis)
    {
        var voice = new float[192];
        voice[axis] = 1;
        return voice;
    }

    /// <summary>A voice of a cosine with one axis, the rest of it along another.</summary>
    private static float[] Between(int axis, int other, float cosine)
    {
        var voice = new float[192];
        (voice[axis], voice[other]) = (cosine, MathF.Sqrt(1 - (cosine * cosine)));
        return voice;
    }
}
