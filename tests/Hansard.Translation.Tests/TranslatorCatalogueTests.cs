using Hansard.Translation.Remote;

namespace Hansard.Translation.Tests;

public sealed class TranslatorCatalogueTests
{
    [Fact]
    public async Task The_default_models_translate_between_English_and_Portuguese()
    {
        await using var catalogue = Open(Fixtures.Models);
        Assert.Equal(
            [new("en", "pt"), new("pt", "en")],
            catalogue.Pairs.Where(p => p.Quality is TranslationQuality.Standard).Select(p => p.Pair).OrderBy(p => p.Source));
        Assert.Same(catalogue.Find(new("en", "pt")), catalogue.Find(new("en", "pt")));
        Assert.Null(catalogue.Find(new("en", "xx")));
    }

    [Theory]
    [Requires("apertium-es-pt", "apertium-eng-spa")]
    [InlineData("en-pt", "firefox-translations/en-pt", TranslationQuality.Standard)]
    [InlineData("pt-en", "firefox-translations/pt-en", TranslationQuality.Standard)]
    [InlineData("en-es", "firefox-translations/en-pt + apertium/pt-es", TranslationQuality.Fair)]
    [InlineData("es-en", "apertium/es-pt + firefox-translations/pt-en", TranslationQuality.Fair)]
    [InlineData("es-pt", "apertium/es-pt", TranslationQuality.Fair)]
    [InlineData("pt-es", "apertium/pt-es", TranslationQuality.Fair)]
    public async Task With_the_default_models_Spanish_goes_over_Portuguese(string pair, string name, TranslationQuality quality)
        => await AssertWayAsync(Fixtures.Models, pair, name, quality);

    [Theory]
    [Requires("apertium-es-pt", "apertium-eng-spa")]
    // A model of the pair is best; a service elsewhere and a many-to-many model come next.
    [InlineData("en-es", "opus-mt-en-es", TranslationQuality.Standard, "opus-mt-en-es", "en-pt")]
    [InlineData("es-en", "opus-mt-es-en", TranslationQuality.Standard, "opus-mt-es-en", "pt-en")]
    // Two models over English are better than a model and rules.
    [InlineData("de-pt", "opus-mt-de-en + en-pt", TranslationQuality.Standard, "opus-mt-de-en", "en-pt", "opus-mt-de-es")]
    // A model and rules between related languages are better than rules between distant ones, whichever half comes first.
    [InlineData("de-es", "opus-mt-de-pt + apertium/pt-es", TranslationQuality.Fair, "opus-mt-de-pt", "opus-mt-de-en")]
    [InlineData("es-de", "apertium/es-pt + opus-mt-pt-de", TranslationQuality.Fair, "opus-mt-pt-de", "opus-mt-en-de")]
    // Without a model of Portuguese there is Apertium from English.
    [InlineData("en-es", "apertium/eng-spa", TranslationQuality.Basic)]
    [InlineData("es-en", "apertium/spa-eng", TranslationQuality.Basic)]
    [InlineData("de-es", "opus-mt-de-en + apertium/eng-spa", TranslationQuality.Basic, "opus-mt-de-en")]
    // Related languages are translated directly.
    [InlineData("es-pt", "apertium/es-pt", TranslationQuality.Fair, "opus-mt-es-en", "en-pt")]
    public async Task The_best_way_is_taken(string pair, string name, TranslationQuality quality, params string[] models)
    {
        var folder = Directory.CreateTempSubdirectory("hansard-test-");
        try
        {
            foreach (var model in models)
                File.WriteAllText(Path.Combine(folder.CreateSubdirectory(model).FullName, "config.json"), """{"model_type":"marian"}""");
            await AssertWayAsync(folder.FullName, pair, name, quality);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_service_elsewhere_is_preferred_to_a_way_over_another_language()
    {
        await using var catalogue = TranslatorCatalogue.Open(new TranslationSettings
        {
            ModelsDirectory = Fixtures.Models,
            Remote = [new RemoteTranslatorOptions
            {
                Kind = RemoteTranslatorKind.LibreTranslate,
                BaseAddress = new Uri("http://localhost:1"),
                Languages = ["en", "es"],
            }],
        });
        Assert.Equal("libretranslate/en-es", catalogue.Pairs.Single(way => way.Pair == new LanguagePair("en", "es")).Name);
    }

    private static async Task AssertWayAsync(string models, string pair, string name, TranslationQuality quality)
    {
        await using var catalogue = TranslatorCatalogue.Open(new TranslationSettings { ModelsDirectory = models, Threads = 1 });
        var languages = new LanguagePair(pair[..2], pair[3..]);
        Assert.Equal(new AvailableTranslation(languages, name, quality), catalogue.Pairs.Single(way => way.Pair == languages));
    }

    [Fact]
    public async Task A_broken_model_fails_with_its_name_and_another_still_works()
    {
        var folder = Directory.CreateTempSubdirectory("hansard-test-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "catalogue.json"), """{"models": []}""");
            var broken = folder.CreateSubdirectory("opus-mt-en-pt");
            File.WriteAllText(
                Path.Combine(broken.FullName, "config.json"),
                """{"model_type":"marian","eos_token_id":0,"pad_token_id":1,"decoder_start_token_id":1}""");
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
    public Task A_model_whose_files_are_not_what_the_catalogue_says_is_not_loaded_until_they_are()
        => CheckMendedAsync(Open, new("en", "pt"));

    [Fact]
    [Requires("apertium-es-pt", "apertium-eng-spa")]
    public Task So_is_a_way_over_another_language() => CheckMendedAsync(
        models => TranslatorCatalogue.Open(new TranslationSettings { ModelsDirectory = models, Threads = 1 }), new("en", "es"));

    /// <param name="open">Opens a folder whose model from English to Portuguese is damaged at first.</param>
    /// <param name="pair">What is translated with that model.</param>
    private static async Task CheckMendedAsync(Func<string, TranslatorCatalogue> open, LanguagePair pair)
    {
        var folder = Directory.CreateTempSubdirectory("hansard-test-");
        try
        {
            File.Copy(Path.Combine(Fixtures.Models, "catalogue.json"), Path.Combine(folder.FullName, "catalogue.json"));
            var copy = folder.CreateSubdirectory("firefox-translations/en-pt").FullName;
            foreach (var file in Directory.GetFiles(GoldenTranslation.ModelFolder("en-pt")))
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            var weights = Path.Combine(copy, "encoder_model.onnx");
            var good = File.ReadAllBytes(weights);
            // One bit of the weights: ONNX Runtime would load it and translate worse.
            File.WriteAllBytes(weights, [.. good[..^5000], (byte)(good[^5000] ^ 1), .. good[^4999..]]);
            await using var catalogue = open(folder.FullName);

            var error = Assert.Throws<TranslationException>(() => catalogue.Find(pair));
            Assert.Contains("'encoder_model.onnx'", error.Message, StringComparison.Ordinal);
            Assert.Contains("SHA-256", error.Message, StringComparison.Ordinal);

            File.WriteAllBytes(weights, good);
            Assert.NotNull(catalogue.Find(pair));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static TranslatorCatalogue Open(string models)
        => TranslatorCatalogue.Open(new TranslationSettings { ModelsDirectory = models, Threads = 1, ApertiumModes = null });
}
