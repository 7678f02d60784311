using Hansard.Engine.Recognition.Whisper.Noise;

namespace Hansard.Engine.Tests.Recognition.Whisper.Noise;

public sealed class NoiseRuleTests
{
    // Measured: log-probabilities of the different words of texts over noise, and of words said by themselves.
    [Theory]
    [InlineData(new[] { -2.2, -0.36, -2.66 }, 0.55, 0.38, false)] // "Is this right? Is this right?" over chimes
    [InlineData(new[] { -4.2 }, 0.53, 0.51, true)] // "No." over a scream
    [InlineData(new[] { -3.51 }, 0.18, 0.45, true)] // "Ha-ha-ha!" over laughter
    public void A_text_over_noise_is_too_unlikely(double[] words, double noSpeech, double language, bool isPhrase)
        => Assert.True(NoiseRule.IsUnlikely(new(NoiseRule.Likelihood(words), noSpeech, language, Seconds: 1, isPhrase)));

    [Theory]
    [InlineData(new[] { -0.31 }, 0.78, 0.66, true)] // "No, no, no, no."
    [InlineData(new[] { -0.19, -0.2 }, 0.05, 0.27, true)] // "Thank you."
    [InlineData(new[] { -1.63 }, 0.4, 0.2, false)] // "Okay."
    [InlineData(new[] { -1.36 }, 0.37, 0.73, true)] // "Bye."
    public void A_word_that_was_said_is_not(double[] words, double noSpeech, double language, bool isPhrase)
        => Assert.False(NoiseRule.IsUnlikely(new(NoiseRule.Likelihood(words), noSpeech, language, Seconds: 1, isPhrase)));

    [Fact]
    public void A_phrase_of_noise_and_a_doubtful_language_need_more_than_another_text()
    {
        Assert.False(NoiseRule.IsUnlikely(new(-0.95, NoSpeech: 0.1, Language: 0.9, Seconds: 1, IsPhrase: false)));
        Assert.True(NoiseRule.IsUnlikely(new(-0.95, NoSpeech: 0.1, Language: 0.9, Seconds: 1, IsPhrase: true)));
        Assert.True(NoiseRule.IsUnlikely(new(-0.95, NoSpeech: 0.1, Language: 0.3, Seconds: 1, IsPhrase: false)));
        Assert.False(NoiseRule.IsUnlikely(new(-0.95, NoSpeech: 0.1, Language: 0.3, Seconds: 4, IsPhrase: false)));
        Assert.True(NoiseRule.IsUnlikely(new(-1.1, NoSpeech: 0.5, Language: 0.9, Seconds: 1, IsPhrase: false)));
    }

    // Measured: likelihood, no-speech, language, seconds, and the share of it that is a voice for certain.
    [Theory]
    [InlineData(-0.79, 0.2, 0.13, 0.97, 0)] // "フィンマン!" over a game's jingle
    [InlineData(-0.62, 0.37, 0.05, 0.46, 0)] // "¡Ves!" over a blow, in Spanish
    [InlineData(-1.25, 0.68, 0.41, 0.6, 0)] // "СМЕХ" over laughter
    [InlineData(-1.37, 0.4, 0.31, 0.62, 0.77)] // "What?" over a shout, which is a voice
    public void A_text_over_noise_is_too_unlikely_for_its_voice(
        double likelihood, double noSpeech, double language, double seconds, double voice)
        => Assert.True(NoiseRule.IsUnlikely(new(likelihood, noSpeech, language, seconds, IsPhrase: false, voice)));

    [Theory]
    [InlineData(-1.1, 0.26, 0.2, 0.78, 0.69)] // "Okay."
    [InlineData(-0.64, 0.46, 0.36, 0.52, 0)] // "Okay.", cut off at the end of a meeting
    public void A_word_that_was_said_is_likely_enough_for_its_voice(
        double likelihood, double noSpeech, double language, double seconds, double voice)
        => Assert.False(NoiseRule.IsUnlikely(new(likelihood, noSpeech, language, seconds, IsPhrase: false, voice)));

    [Fact]
    public void A_text_that_is_as_likely_in_silence_is_noise_and_a_voice_needs_less()
    {
        Assert.True(NoiseRule.IsAsLikelyInSilence(1.7, voice: null));
        Assert.True(NoiseRule.IsAsLikelyInSilence(2.9, voice: 0.1));
        Assert.False(NoiseRule.IsAsLikelyInSilence(2.9, voice: 0.69));
        Assert.True(NoiseRule.IsAsLikelyInSilence(1.7, voice: 0.69));
    }
}
