using Hansard.Engine.Recognition.Languages;

namespace Hansard.Engine.Tests.Recognition.Languages;

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
        Assert.Equal(language, LanguagePrior.From(code, [], strict: false, Known).Only);
        Assert.Equal([language], LanguagePrior.From(null, [code], strict: true, Known).Among);
    }

    [Fact]
    public void What_is_no_language_is_refused_by_name()
        => Assert.Contains(
            "'xx'", Assert.Throws<ArgumentException>(() => LanguagePrior.From(null, ["en", "xx"], strict: false, Known)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_language_that_the_model_lacks_is_ignored_as_a_hint()
        => Assert.Equal(["en"], LanguagePrior.From(null, ["ab", "en"], strict: true, Known).Among);

    [Fact]
    public void Strict_hints_of_which_the_model_knows_none_are_refused_by_name()
    {
        Assert.Contains(
            "ab, aa", Assert.Throws<ArgumentException>(() => LanguagePrior.From(null, ["ab", "aa"], strict: true, Known)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Hints_outweigh_doubt_and_not_what_is_clearly_heard()
    {
        var prior = LanguagePrior.From(null, ["pt"], strict: false, Known);
        Assert.Equal("pt", prior.Weigh([new("es", 0.9), new("pt", 0.1)])[0].Language);
        Assert.Equal("es", prior.Weigh([new("es", 0.99), new("pt", 0.01)])[0].Language);
        Assert.Equal(1, prior.Weigh([new("es", 0.9), new("pt", 0.1)]).Sum(p => p.Probability), 6);
    }

    [Fact]
    public void Without_hints_what_is_heard_stands()
    {
        LanguageProbability[] heard = [new("es", 0.6), new("pt", 0.4)];
        Assert.Equal(heard, LanguagePrior.From(null, [], strict: false, Known).Weigh(heard));
    }

    [Theory]
    [InlineData(new[] { "pt", "en" }, "pt")]
    [InlineData(new[] { "ab", "en" }, "en")]
    [InlineData(new[] { "ab" }, null)]
    [InlineData(new string[0], null)]
    public void Where_the_model_cannot_tell_the_first_hint_that_it_knows_is_taken(string[] hints, string? language)
        => Assert.Equal(language, LanguagePrior.From(null, hints, strict: false, Known).Assumed);

    [Fact]
    public void Where_the_model_cannot_tell_its_only_language_is_taken()
        => Assert.Equal("en", LanguagePrior.From(null, [], strict: false, ["en"]).Assumed);
}
