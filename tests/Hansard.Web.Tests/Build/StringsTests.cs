using System.Text.Json;
using System.Text.RegularExpressions;
using Hansard.Engine.Tests;

namespace Hansard.Web.Tests.Build;

/// <summary>The texts of the page, a file for each language.</summary>
public sealed partial class StringsTests
{
    private static readonly string Folder = Path.Combine(Fixtures.Repository, "web", "src");
    private static readonly IReadOnlyDictionary<string, string> English = Read("en");

    [Theory]
    [InlineData("es")]
    [InlineData("pt")]
    [InlineData("de")]
    public void Every_language_has_every_text_with_the_same_gaps(string language)
    {
        var translated = Read(language);

        Assert.Equal(English.Keys, translated.Keys);
        Assert.All(English, text => Assert.Equal(GapsOf(text.Value), GapsOf(translated[text.Key])));
        Assert.All(translated.Values, text => Assert.NotEqual("", text.Trim()));
    }

    [Fact]
    public void Every_text_is_used()
    {
        var sources = string.Concat(
            Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
                .Where(path => path.EndsWith(".ts", StringComparison.Ordinal) || path.EndsWith(".svelte", StringComparison.Ordinal))
                .Select(File.ReadAllText));

        // Some names are put together of a fixed part and a state, a theme or an error.
        Assert.DoesNotContain(English.Keys, name =>
            !sources.Contains($"'{name}'", StringComparison.Ordinal)
            && !sources.Contains($"`{name[..(name.LastIndexOf('.') + 1)]}${{", StringComparison.Ordinal)
            && !sources.Contains($"'{name[..name.LastIndexOf('.')]}', ", StringComparison.Ordinal));
    }

    private static string[] GapsOf(string text) => [.. Gap().Matches(text).Select(gap => gap.Value).Order(StringComparer.Ordinal)];

    private static Dictionary<string, string> Read(string language)
        => JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(Folder, "i18n", $"{language}.json")))!;

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Gap();
}
