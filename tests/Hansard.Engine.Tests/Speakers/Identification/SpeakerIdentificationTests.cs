using Hansard.Engine.Speakers.Identification;
using Hansard.Engine.Speakers.Voices;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Voices;

namespace Hansard.Engine.Tests.Speakers.Identification;

/// <summary>Voices as vectors on axes at right angles: whoever is on one is nobody on another.</summary>
public sealed class SpeakerIdentificationTests
{
    private const string Model = "campplus";

    private static readonly float[] X = Axis(10);
    private static readonly float[] Y = Axis(20, X);

    [Fact]
    public void A_speaker_whose_voice_is_that_of_a_known_person_has_the_name_and_others_have_none()
    {
        var speakers = Describe([Known("Anna", X)], Heard(Y), Heard(X));
        Assert.Equal([("1", null), ("2", "Anna")], speakers.Select(s => (s.Speaker, s.Name)));
        Assert.Null(speakers[0].Certainty);
        Assert.InRange(speakers[1].Certainty!.Value, 0.99, 1);
    }

    [Fact]
    public void Too_little_speech_has_no_name()
        => Assert.Null(Describe([Known("Anna", X)], Heard(X, seconds: 0.8)).Single().Name);

    [Fact]
    public void A_profile_of_too_little_speech_gives_no_name()
        => Assert.Null(Describe([Known("Anna", Profile(X, seconds: 2.9))], Heard(X)).Single().Name);

    [Fact]
    public void Profiles_of_another_encoder_are_left_out_of_account()
    {
        var other = Profile(X) with { Model = "another" };
        Assert.Null(Describe([Known("Anna", other)], Heard(X)).Single().Name);
        Assert.Equal("Anna", Describe([Known("Anna", other, Profile(X))], Heard(X)).Single().Name);
        Assert.Null(Describe([Known("Anna", Profile([1]))], Heard(X)).Single().Name);
        Assert.Null(Describe([new KnownVoice("Anna", [])], Heard(X)).Single().Name);
    }

    [Fact]
    public void Of_two_speakers_who_may_be_one_person_the_surer_one_is()
    {
        var speakers = Describe([Known("Anna", X)], Heard(Near(X, Y, Sure)), Heard(X));
        Assert.Equal([null, "Anna"], speakers.Select(s => s.Name));
    }

    [Fact]
    public void Two_speakers_are_one_person_where_both_are_as_good_as_certain()
    {
        var speakers = Describe([Known("Anna", X)], Heard(Near(X, Y, 0.99f)), Heard(X));
        Assert.Equal(["Anna", "Anna"], speakers.Select(s => s.Name));
    }

    [Fact]
    public void Who_is_taken_already_leaves_the_speaker_to_the_next_person()
    {
        KnownVoice[] known = [Known("Anna", X), Known("Berta", Near(X, Y, 0.3f))];
        var speakers = Describe(known, Heard(X), Heard(Near(X, Y, 0.3f)));
        Assert.Equal(["Anna", "Berta"], speakers.Select(s => s.Name));
    }

    [Fact]
    public void Strangers_on_the_telephone_are_nobody_though_it_makes_them_alike()
    {
        float[] telephone = [.. TelephoneBand.Direction];
        var (one, other) = (Near(telephone, X, 0.75f), Near(telephone, Y, 0.75f));
        Assert.InRange(one.Zip(other, (a, b) => a * b).Sum(), 0.5f, 0.6f);
        Assert.Null(Describe([Known("Anna", one)], Heard(other)).Single().Name);
        Assert.Equal("Anna", Describe([Known("Anna", one)], Heard(one)).Single().Name);
        // A person near a microphone is known again on the telephone.
        Assert.Equal("Anna", Describe([Known("Anna", X)], Heard(one)).Single().Name);
    }

    [Fact]
    public void An_encoder_that_was_not_measured_knows_nobody_again()
    {
        var known = new KnownVoice("Anna", [Profile(X) with { Model = "another" }]);
        Assert.Null(new SpeakerIdentification("another", [known], keepVoices: false).Describe([Heard(X)]).Single().Name);
    }

    [Fact]
    public void Between_two_people_with_one_voice_nobody_is_named()
        => Assert.Null(Describe([Known("Anna", X), Known("Anna Maria", X)], Heard(X)).Single().Name);

    [Fact]
    public void Voices_are_given_where_they_are_asked_for()
    {
        Assert.Null(Describe([], Heard(X)).Single().Voice);
        var speakers = new SpeakerIdentification(Model, [], keepVoices: true).Describe([Heard(X, seconds: 12), null]);
        Assert.Equal(Model, speakers[0].Voice!.Model);
        Assert.Equal(X, speakers[0].Voice!.Embedding.ToArray());
        Assert.Equal(TimeSpan.FromSeconds(12), speakers[0].Voice!.Speech);
        Assert.Equal(new TranscriptSpeaker("2", null, null, null), speakers[1]);
    }

    /// <summary>Alike enough for a name and no more.</summary>
    private const float Sure = 0.65f;

    private static IReadOnlyList<TranscriptSpeaker> Describe(KnownVoice[] known, params SpeakerVoice?[] voices)
        => new SpeakerIdentification(Model, known, keepVoices: false).Describe(voices);

    private static SpeakerVoice Heard(float[] voice, double seconds = 20) => new(voice, seconds);

    private static KnownVoice Known(string name, float[] voice) => Known(name, Profile(voice));

    private static KnownVoice Known(string name, params VoiceProfile[] profiles) => new(name, profiles);

    private static VoiceProfile Profile(float[] voice, double seconds = 30) => new(Model, voice, TimeSpan.FromSeconds(seconds));

    /// <summary>An axis of the encoder's voices, at right angles to the telephone's direction and to others.</summary>
    private static float[] Axis(int index, params float[][] others)
    {
        var axis = new float[TelephoneBand.Direction.Length];
        axis[index] = 1;
        axis = TelephoneBand.Without(axis);
        foreach (var other in others) axis = UnitVector.Scale([.. axis.Zip(other, (a, b) => a - (UnitVector.Cosine(axis, other) * b))]);
        return axis;
    }

    /// <summary>A voice with a cosine to one, and the rest of it to another.</summary>
    private static float[] Near(float[] one, float[] other, float cosine)
        => [.. one.Zip(other, (a, b) => (cosine * a) + (MathF.Sqrt(1 - (cosine * cosine)) * b))];
}
