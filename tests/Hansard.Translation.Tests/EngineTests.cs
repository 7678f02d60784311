using Hansard.Engine;
using Hansard.Engine.Transcripts;

namespace Hansard.Translation.Tests;

/// <summary>The engine with these translators.</summary>
[Requires("ffmpeg")]
public sealed class EngineTests : IAsyncLifetime
{
    private readonly TranslatorCatalogue _translators = TranslatorCatalogue.Open(
        new TranslationSettings { ModelsDirectory = Fixtures.Models, Threads = 1, ApertiumModes = null });

    private readonly TranscriptionEngine _engine;

    public EngineTests() => _engine = TranscriptionEngine.Create(
        new EngineOptions { ModelsDirectory = Fixtures.Models, Translators = _translators, Threads = 2 });

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _translators.DisposeAsync();
    }

    [Fact]
    public async Task What_is_said_is_translated_by_a_model_of_text_where_there_is_one_and_by_the_speech_model_otherwise()
    {
        var into = _engine.Translations.Where(t => t.Pair.Target == "en").ToDictionary(t => t.Pair.Source);
        Assert.Equal(("firefox-translations/pt-en", TranslationQuality.Standard), (into["pt"].Name, into["pt"].Quality));
        Assert.Equal(("whisper-base", TranslationQuality.Basic), (into["fr"].Name, into["fr"].Quality));

        var transcript = await TranscribeAsync("pt_test_pt.wav", "pt", new OneWayTranslation("en"));
        var spoken =
            string.Concat(transcript.Tokens.Where(t => t.TranslationStatus is TranslationStatus.Original).Select(t => t.Text)).Trim();
        var expected = await _translators.Find(
            new LanguagePair("pt", "en"))!.TranslateAsync([spoken], [], TestContext.Current.CancellationToken);
        Assert.Equal(
            expected[0].Text,
            string.Concat(transcript.Tokens.Where(t => t.TranslationStatus is TranslationStatus.Translation).Select(t => t.Text)).Trim());
    }

    [Fact]
    public async Task What_nothing_translates_is_left_as_spoken_and_its_language_named()
    {
        var transcript = await TranscribeAsync("fr_cheetah_fr.wav", "fr", new OneWayTranslation("pt"));
        Assert.Equal(["fr"], transcript.UntranslatedLanguages);
        Assert.All(transcript.Tokens, t => Assert.Equal(TranslationStatus.None, t.TranslationStatus));
    }

    private Task<Transcript> TranscribeAsync(string clip, string language, TranslationOptions translation) => _engine.TranscribeAsync(
        Fixtures.PathOf("audio", "clips", clip), new TranscriptionOptions { LanguageHints = [language], Translation = translation },
        cancellationToken: TestContext.Current.CancellationToken);
}
