using Hansard.Engine.Recognition.Whisper.Noise;

namespace Hansard.Engine.Tests.Recognition.Whisper.Noise;

public sealed class NoisePhrasesTests
{
    [Theory]
    [InlineData(" Thanks for watching!", "en")]
    [InlineData(" Thank you. Thank you.", "en")]
    [InlineData("はいはいはい", "ja")]
    [InlineData(" СМЕХ", "ru")]
    [InlineData(" Субтитры сделал DimaTorzok", "ru")]
    [InlineData(" Sous-titrage ST' 501", "fr")]
    [InlineData(" Ha ha ha ha!", "en")]
    public void A_phrase_is_known_whatever_its_case_and_marks_and_however_often(string text, string language)
        => Assert.True(NoisePhrases.Contains(text, language));

    [Theory]
    [InlineData(" Thank you for the report.", "en")]
    [InlineData(" Noon.", "en")]
    [InlineData(" СМЕХ", "en")]
    [InlineData(" ...", "en")]
    [InlineData(" Thank you.", "xx")]
    public void A_text_that_only_has_a_phrase_in_it_is_none(string text, string language)
        => Assert.False(NoisePhrases.Contains(text, language));

    [Fact]
    public void Every_language_of_the_list_is_one_of_the_model()
    {
        using var model = new RewrittenModel();
        Assert.Subset(model.Whisper.Configuration.Languages.Keys.ToHashSet(), NoisePhrases.Languages.ToHashSet());
    }
}
