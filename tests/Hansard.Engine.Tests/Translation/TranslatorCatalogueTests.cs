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
            File.WriteAllText(Path.Combine(folder.FullName, "catalogue.json"), """{"models": []}""");
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

    [Fact]
    public async Task A_model_whose_files_are_not_what_the_catalogue_says_is_not_loaded_until_they_are()
    {
        var folder = Directory.CreateTempSubdirectory("hansard-test-");
        try
        {
            File.Copy(Path.Combine(Fixtures.Models, "catalogue.json"), Path.Combine(folder.FullName, "catalogue.json"));
            var copy = folder.CreateSubdirectory("firefox-translations/en-pt").FullName;
            foreach (var file in Directory.GetFiles(GoldenTranslation.ModelFolder("en-pt"))) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            var weights = Path.Combine(copy, "encoder_model.onnx");
            var good = File.ReadAllBytes(weights);
            // One bit of the weights: ONNX Runtime would load it and translate worse.
            File.WriteAllBytes(weights, [.. good[..^5000], (byte)(good[^5000] ^ 1), .. good[^4999..]]);
            await using var catalogue = Open(folder.FullName);

            var error = Assert.Throws<TranslationException>(() => catalogue.Find(new("en", "pt")));
            Assert.Contains("'encoder_model.onnx'", error.Message, StringComparison.Ordinal);
            Assert.Contains("SHA-256", error.Message, StringComparison.Ordinal);

            File.WriteAllBytes(weights, good);
            Assert.NotNull(catalogue.Find(new("en", "pt")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static TranslatorCatalogue Open(string models) => TranslatorCatalogue.Open(new TranslationSettings { ModelsDirectory = models, Threads = 1, ApertiumModes = null });
}
