using Hansard.Engine.Translation;

namespace Hansard.Engine.Tests.Translation;

public sealed class TranslatorCatalogueTests
{
    [Fact]
    public async Task The_default_models_translate_between_English_and_Portuguese()
    {
        await using var catalogue = Open(Fixtures.Models);
        Assert.Equal(
            [new("en", "pt"), new("pt", "en")], catalogue.Pairs.Where(p => p.Quality is TranslationQuality.Standard).Select(p => p.Pair).OrderBy(p => p.Source));
        Assert.Same(catalogue.Find(new("en", "pt")), catalogue.Find(new("en", "pt")));
        Assert.Null(catalogue.Find(new("en", "xx")));
    }

    [ApertiumFact]
    public async Task A_pair_without_a_model_goes_over_English_and_takes_terms_along()
    {
        await using var catalogue = TranslatorCatalogue.Open(new TranslationSettings { ModelsDirectory = Fixtures.Models, Threads = 1 });
        var way = catalogue.Describe(new("pt", "es"));
        Assert.Equal(TranslationQuality.Basic, way?.Quality);
        Assert.Equal("firefox-translations/pt-en + apertium/eng-spa", way?.Name);
        var result = await catalogue.Find(new("pt", "es"))!.TranslateAsync(
            ["O paciente teve um AVC no ano passado."], [new("AVC", "ictus")], TestContext.Current.CancellationToken);
        Assert.Contains("ictus", result[0].Text, StringComparison.Ordinal);
        Assert.StartsWith("El paciente", result[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_model_fails_with_its_name_and_another_still_works()
    {
        var folder = Directory.CreateTempSubdirectory("hansard-test-");
        try
        {
            var broken = folder.CreateSubdirectory("opus-mt-en-pt");
            File.WriteAllText(Path.Combine(broken.FullName, "config.json"), """{"model_type":"marian","eos_token_id":0,"pad_token_id":1,"decoder_start_token_id":1}""");
            File.CreateSymbolicLink(Path.Combine(folder.FullName, "pt-en"), GoldenTranslation.ModelFolder("pt-en"));
            await using var catalogue = Open(folder.FullName);
            var error = Assert.Throws<TranslationException>(() => catalogue.Find(new("en", "pt")));
            Assert.Contains("opus-mt-en-pt", error.Message, StringComparison.Ordinal);
            Assert.Contains("tokenizer.json", error.Message, StringComparison.Ordinal);
            Assert.NotNull(catalogue.Find(new("pt", "en")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static TranslatorCatalogue Open(string models) => TranslatorCatalogue.Open(new TranslationSettings { ModelsDirectory = models, Threads = 1, ApertiumModes = null });
}
