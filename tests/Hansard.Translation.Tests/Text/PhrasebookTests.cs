using Hansard.Translation.Text;

namespace Hansard.Translation.Tests.Text;

public sealed class PhrasebookTests
{
    [Theory]
    [InlineData("en", "es", "How are you?", "¿Cómo está?")]
    [InlineData("en", "es", "Hey, how are you?", "Oye, ¿cómo está?")]
    [InlineData("en", "pt", "HELLO!", "OLÁ!")]
    [InlineData("en", "pt", "Hello, how are you?", "Olá, como você está?")]
    [InlineData("es", "en", "¿Cómo estás?", "How are you?")]
    [InlineData("en", "es", "You're welcome.", "De nada.")]
    [InlineData("en", "es", "I’m fine, too.", "Yo también estoy bien.")]
    [InlineData("en", "es", "Okay.", "De acuerdo.")]
    [InlineData("es", "en", "Estoy bien, gracias.", "I'm fine, thank you.")]
    [InlineData("es", "en", "¿De verdad?", "Really?")]
    [InlineData("en", "es", "Hey, how are the results?", null)]
    [InlineData("en", "es", "?", null)]
    [InlineData("de", "fr", "Hallo", null)]
    public void Short_utterances_are_phrases_or_several_between_commas(string source, string target, string sentence, string? expected)
    {
        var pair = new LanguagePair(source, target);
        Assert.Equal(expected, Phrasebook.Of(pair).Find(sentence, pair)?.Text);
    }
}
