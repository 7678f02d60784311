using Hansard.Cli.Languages;
using Hansard.Cli.Usage;

namespace Hansard.Cli.Tests.Languages;

public sealed class LanguageNamesTests
{
    [Theory]
    [InlineData("spanish", "es")]
    [InlineData("Español", "es")]
    [InlineData("espanol", "es")]
    [InlineData("castilian", "es")]
    [InlineData("DEUTSCH", "de")]
    [InlineData("portugues", "pt")]
    [InlineData("français", "fr")]
    [InlineData("РУССКИЙ", "ru")]
    [InlineData("日本語", "ja")]
    [InlineData("haitian creole", "ht")]
    [InlineData("Haitian-Creole", "ht")]
    [InlineData("de", "de")]
    [InlineData("pt-BR", "pt-BR")]
    [InlineData("zh-Hant", "zh-Hant")]
    [InlineData("ger", "ger")]
    public void A_language_is_read_by_its_names_its_codes_and_its_tags(string typed, string language)
        => Assert.Equal(language, LanguageNames.Read("--language", typed));

    [Theory]
    [InlineData("pt-BR", "pt")]
    [InlineData("ger", "de")]
    [InlineData("brazilian", null)]
    [InlineData("Portuguese", "pt")]
    public void A_target_is_a_code_without_script_or_region(string typed, string? code)
    {
        if (code is not null) Assert.Equal(code, LanguageNames.ReadCode("--translate", typed));
        else Assert.Throws<UsageException>(() => LanguageNames.ReadCode("--translate", typed));
    }

    [Theory]
    [InlineData("germn", " Did you mean 'german'?")]
    [InlineData("spansh", " Did you mean 'spanish'?")]
    [InlineData("xx", "")]
    public void A_mistake_is_told_with_the_nearest_name(string typed, string question)
        => Assert.Equal(
            $"--hint takes a language, such as de, german or deutsch, not '{typed}'.{question}",
            Assert.Throws<UsageException>(() => LanguageNames.Read("--hint", typed)).Message);
}
