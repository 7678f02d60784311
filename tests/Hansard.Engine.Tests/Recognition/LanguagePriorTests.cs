using Hansard.Engine.Recognition.Languages;

namespace Hansard.Engine.Tests.Recognition;

public sealed class LanguagePriorTests
{
    private static readonly string[] Known = ["en", "es", "he", "jv", "no", "pt", "tl", "zh"];

    [Theory]
    [InlineData("iw", "he")]
    [InlineData("en-US", "en")]
    [InlineData("pt_BR", "pt")]
    [InlineData("zh-CN", "zh")]
    [InlineData("zh-Hant-TW", "zh")]
    [InlineData("cmn", "zh")]
    [InlineData("jw", "jv")]
    [InlineData("nb", "no")]
    [InlineData("fil", "tl")]
    [InlineData("SPA", "es")]
    public void Usual_variants_of_a_code_mean_the_models_language(string code, string language)
    {
        Assert.Equal(language, LanguagePrior.From(new TranscriptionOptions { Language = code }, Known).Only);
        Assert.Equal([language], LanguagePrior.From(new TranscriptionOptions { LanguageHints = [code], LanguageHintsStrict = true }, Known).Among);
    }

    [Fact]
    public void What_is_no_language_is_refused_by_name()
        => Assert.Contains("'xx'", Assert.Throws<ArgumentException>(() => LanguagePrior.From(new TranscriptionOptions { LanguageHints = ["en", "xx"] }, Known)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_language_that_the_model_lacks_is_ignored_as_a_hint()
        => Assert.Equal(["en"], LanguagePrior.From(new TranscriptionOptions { LanguageHints = ["ab", "en"], LanguageHintsStrict = true }, Known).Among);

    [Fact]
    public void Strict_hints_of_which_the_model_knows_none_are_refused_by_name()
    {
        var options = new TranscriptionOptions { LanguageHints = ["ab", "aa"], LanguageHintsStrict = true };
        Assert.Contains("ab, aa", Assert.Throws<ArgumentException>(() => LanguagePrior.From(options, Known)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hints_outweigh_doubt_and_not_what_is_clearly_heard()
    {
        var prior = LanguagePrior.From(new TranscriptionOptions { LanguageHints = ["pt"] }, Known);
        Assert.Equal("pt", prior.Weigh([("es", 0.9), ("pt", 0.1)])[0].Language);
        Assert.Equal("es", prior.Weigh([("es", 0.99), ("pt", 0.01)])[0].Language);
        Assert.Equal(1, prior.Weigh([("es", 0.9), ("pt", 0.1)]).Sum(p => p.Probability), 6);
    }

    [Fact]
    public void Without_hints_what_is_heard_stands()
    {
        (string, double)[] heard = [("es", 0.6), ("pt", 0.4)];
        Assert.Equal(heard, LanguagePrior.From(new TranscriptionOptions(), Known).Weigh(heard));
    }
}
