using Hansard.Translation.Terms;

namespace Hansard.Translation.Tests.Terms;

public sealed class TermTranslationTests
{
    [Theory]
    [InlineData("en-pt")]
    [InlineData("pt-en")]
    public async Task Fifty_terms_in_fifty_sentences_are_rendered_as_given(string pair)
    {
        var asStored = await CountAsStoredAsync(
            pair, DefaultTranslators.TranslateAsync,
            term => term == "nurse" ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

        // The sentences around them were read and found grammatical; another processor may round to another word now and then.
        Assert.InRange(asStored, 47, 50);
    }

    [Theory]
    [Requires("apertium-es-pt", "apertium-eng-spa")]
    [InlineData("en-es")]
    [InlineData("es-en")]
    public async Task Fifty_terms_in_fifty_sentences_are_rendered_as_given_over_Portuguese_too(string pair)
    {
        var asStored = await CountAsStoredAsync(pair, DefaultTranslators.TranslateWithApertiumAsync, _ => StringComparison.Ordinal);

        Assert.InRange(asStored, 46, 50);
    }

    [Fact]
    [Requires("apertium-es-pt", "apertium-eng-spa")]
    public async Task The_words_around_a_term_agree_with_its_Spanish_gender()
    {
        Assert.Equal(
            "La próxima versión sale en mayo.", await DefaultTranslators.TranslateWithApertiumAsync(
                "en-es", "The next release comes out in May.", new TranslationTerm("release", "versión")));
        Assert.Equal(
            "La moción fue aceptada sin debate.", await DefaultTranslators.TranslateWithApertiumAsync(
                "en-es", "The motion was accepted without debate.", new TranslationTerm("motion", "moción")));
    }

    [Fact]
    [Requires("apertium-es-pt", "apertium-eng-spa")]
    public async Task Several_terms_in_one_sentence_come_through_both_halves()
    {
        var translation = await DefaultTranslators.TranslateWithApertiumAsync(
            "en-es", "Mr. Smith had a stroke at St John's.", new("Mr. Smith", "Sr. Smith"), new("St John's", "St John's"),
            new("stroke", "ictus"));
        foreach (var term in new[] { "Sr. Smith", "St John's", "ictus" }) Assert.Contains(term, translation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_longest_term_wins_and_several_hold_together()
    {
        var translation = await DefaultTranslators.TranslateAsync(
            "en-pt", "The House of Commons debated the bill with Mr. Smith.",
            new("House", "residência"), new("House of Commons", "Câmara Baixa"), new("bill", "anteprojeto"),
            new("Mr. Smith", "Sr. Ferreiro"));
        Assert.Contains("Câmara Baixa", translation, StringComparison.Ordinal);
        Assert.Contains("anteprojeto", translation, StringComparison.Ordinal);
        Assert.Contains("Sr. Ferreiro", translation, StringComparison.Ordinal);
        Assert.DoesNotContain("residência", translation, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_term_with_characters_unknown_to_the_model_is_rendered_too()
        => Assert.Contains(
            "Ωmega™ Ção", await DefaultTranslators.TranslateAsync(
                "en-pt", "We bought the widget yesterday.", new TranslationTerm("widget", "Ωmega™ Ção")), StringComparison.Ordinal);

    [Fact]
    public async Task A_term_that_says_another_thing_than_the_phrasebook_is_rendered()
        => Assert.Equal(
            "valeu", (await DefaultTranslators.TranslateAsync("en-pt", "Thanks", new TranslationTerm("thanks", "valeu"))),
            ignoreCase: true);

    [Fact]
    public async Task A_term_that_begins_a_sentence_gets_its_capital()
        => Assert.StartsWith(
            "Ictus ", await DefaultTranslators.TranslateAsync(
                "en-pt", "Stroke is a medical emergency.", new TranslationTerm("stroke", "ictus")), StringComparison.Ordinal);

    [Fact]
    public void Terms_are_whole_words_of_any_case()
    {
        var spans = TermMatcher.Find("Strokes and a STROKE, keystroke.", [new TranslationTerm("stroke", "ictus")]);
        Assert.Equal([14], spans.Select(s => s.Start));
    }

    [Fact]
    public void In_writing_without_spaces_a_term_may_stand_anywhere()
        => Assert.Single(TermMatcher.Find("患者は脳卒中でした。", [new TranslationTerm("脳卒中", "stroke")]));

    /// <summary>Checks that every term is rendered as given.</summary>
    /// <returns>How many of the sentences around them are translated as they were when they were read.</returns>
    private static async Task<int> CountAsStoredAsync(
        string pair, Func<string, string, TranslationTerm[], Task<string>> translate, Func<string, StringComparison> comparison)
    {
        var lines = File.ReadLines(Fixtures.PathOf("translation", "terms.tsv"))
            .Where(l => l.StartsWith(pair, StringComparison.Ordinal)).Select(l => l.Split('\t')).ToList();
        Assert.Equal(50, lines.Count);
        var asStored = 0;
        foreach (var line in lines)
        {
            var translation = await translate(pair, line[3], [new TranslationTerm(line[1], line[2])]);
            Assert.Contains(line[2], translation, comparison(line[1]));
            if (translation == line[4]) asStored++;
        }
        return asStored;
    }
}
