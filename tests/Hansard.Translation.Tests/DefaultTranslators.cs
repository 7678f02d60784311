
namespace Hansard.Translation.Tests;

/// <summary>The translators of the models in the repository, loaded once for all tests.</summary>
internal static class DefaultTranslators
{
    private static readonly TranslatorCatalogue Catalogue = TranslatorCatalogue.Open(
        new TranslationSettings { ModelsDirectory = Fixtures.Models, Threads = 1, ApertiumModes = null });

    private static readonly TranslatorCatalogue WithApertium = TranslatorCatalogue.Open(
        new TranslationSettings { ModelsDirectory = Fixtures.Models, Threads = 1 });

    public static ITranslator? Find(LanguagePair pair) => Catalogue.Find(pair);

    public static ITranslator Of(string pair) => Find(new LanguagePair(pair[..2], pair[3..]))!;

    public static async Task<string> TranslateAsync(string pair, string sentence, params TranslationTerm[] terms)
        => (await Of(pair).TranslateAsync([sentence], terms, TestContext.Current.CancellationToken))[0].Text;

    /// <summary>As above, with Apertium where the models do not translate.</summary>
    public static async Task<string> TranslateWithApertiumAsync(string pair, string sentence, params TranslationTerm[] terms)
        => (await WithApertium.Find(
            new LanguagePair(pair[..2], pair[3..]))!.TranslateAsync([sentence], terms, TestContext.Current.CancellationToken))[0].Text;
}
