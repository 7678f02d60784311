using Hansard.Engine.Speakers.Identification;
using Hansard.Engine.Voices;

namespace Hansard.Engine.Tests.Speakers.Identification;

public sealed class KnownVoiceCheckTests
{
    private static readonly VoiceProfile Profile = new("campplus", new float[] { 0.6f, 0.8f }, TimeSpan.FromSeconds(10));

    [Fact]
    public void People_with_names_of_their_own_and_voices_of_length_1_are_accepted()
        => KnownVoiceCheck.Check([new("Anna", [Profile, Profile]), new("Berta", [])]);

    [Fact]
    public void A_person_without_a_name_is_refused() => Assert.Contains("no name", Refusal(new KnownVoice(" ", [Profile])));

    [Fact]
    public void A_name_that_is_given_twice_is_refused()
        => Assert.Contains("'Anna' is two", Refusal(new KnownVoice("Anna", [Profile]), new KnownVoice("Anna", [Profile])));

    [Theory]
    [InlineData(0.6f, 0.9f)]
    [InlineData(0f, 0f)]
    [InlineData(float.NaN, 1f)]
    public void A_profile_that_is_no_vector_of_length_1_is_refused(float one, float other)
        => Assert.Contains("'Anna' is no voice", Refusal(new KnownVoice("Anna", [Profile with { Embedding = new[] { one, other } }])));

    [Fact]
    public void A_profile_of_no_speech_is_refused()
        => Assert.Contains("'Anna' is no voice", Refusal(new KnownVoice("Anna", [Profile with { Speech = TimeSpan.Zero }])));

    private static string Refusal(params KnownVoice[] known)
        => Assert.Throws<ArgumentException>(() => KnownVoiceCheck.Check(known)).Message;
}
