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
        => Assert.True(NoiseRule.IsUnlikely(NoiseRule.Likelihood(words), noSpeech, language, seconds: 1, isPhrase));

    [Theory]
    [InlineData(new[] { -0.31 }, 0.78, 0.66, true)] // "No, no, no, no."
    [InlineData(new[] { -0.19, -0.2 }, 0.05, 0.27, true)] // "Thank you."
    [InlineData(new[] { -1.63 }, 0.4, 0.2, false)] // "Okay."
    [InlineData(new[] { -1.36 }, 0.37, 0.73, true)] // "Bye."
    public void A_word_that_was_said_is_not(double[] words, double noSpeech, double language, bool isPhrase)
        => Assert.False(NoiseRule.IsUnlikely(NoiseRule.Likelihood(words), noSpeech, language, seconds: 1, isPhrase));

    [Fact]
    public void A_phrase_of_noise_and_a_doubtful_language_need_more_than_another_text()
    {
        Assert.False(NoiseRule.IsUnlikely(-0.95, noSpeech: 0.1, language: 0.9, seconds: 1, isPhrase: false));
        Assert.True(NoiseRule.IsUnlikely(-0.95, noSpeech: 0.1, language: 0.9, seconds: 1, isPhrase: true));
        Assert.True(NoiseRule.IsUnlikely(-0.95, noSpeech: 0.1, language: 0.3, seconds: 1, isPhrase: false));
        Assert.False(NoiseRule.IsUnlikely(-0.95, noSpeech: 0.1, language: 0.3, seconds: 4, isPhrase: false));
        Assert.True(NoiseRule.IsUnlikely(-1.1, noSpeech: 0.5, language: 0.9, seconds: 1, isPhrase: false));
    }
}
