using Hansard.Engine.Tests.Audio;
using Hansard.Engine.Tests.Recognition;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Translation;

namespace Hansard.Engine.Tests.Pipeline;

/// <summary>Translation by the speech model itself, where no text model exists.</summary>
public sealed class SpokenTranslatorTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private readonly TranscriptionEngine _engine = shared.Engine;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_language_of_the_model_is_translated_into_English_in_basic_quality()
    {
        var into = _engine.Translations.Where(t => t.Pair.Target == "en").ToDictionary(t => t.Pair.Source);
        Assert.Equal(_engine.Languages.Where(l => l != "en").Order(StringComparer.Ordinal), into.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("whisper-base", TranslationQuality.Basic), (into["fr"].Name, into["fr"].Quality));
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task Each_translation_follows_the_sentence_that_it_translates()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "two.wav");
        WavFile.Write(path, [
            .. WavFile.Read(Clip("fr_cheetah_fr.wav")), .. new float[32_000], .. WavFile.Read(Clip("de_cheetah_de.wav")),
            .. new float[16_000]
        ]);

        var transcript = await _engine.TranscribeAsync(
            path, new TranscriptionOptions { Translation = new OneWayTranslation("en") }, cancellationToken: Cancellation);

        var runs = Runs(transcript.Tokens);
        Assert.Equal(
            [
                ("fr", TranslationStatus.Original), ("en", TranslationStatus.Translation), ("de", TranslationStatus.Original),
                ("en", TranslationStatus.Translation)
            ],
            runs.Select(run => (run.Language, run.Status)));
        Assert.Contains("two others", runs[1].Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("false impression", runs[3].Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("two others", transcript.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(transcript.UntranslatedLanguages);
        foreach (var token in transcript.Tokens.Where(t => t.TranslationStatus is TranslationStatus.Translation))
        {
            Assert.Equal((null, null), (token.StartMs, token.EndMs));
            Assert.InRange(token.Confidence, 0.2, 1);
            Assert.Contains(token.SourceLanguage, (string[])["fr", "de"]);
        }
    }

    [Fact]
    public async Task A_language_that_it_does_not_translate_into_is_refused_where_there_are_no_translators_of_text()
    {
        foreach (var translation in new TranslationOptions[] { new OneWayTranslation("pt"), new TwoWayTranslation("en", "pt") })
        {
            var options = new TranscriptionOptions { LanguageHints = ["fr"], Translation = translation };
            Assert.Throws<ArgumentException>(() => _engine.Check(options));
            var error = await Assert.ThrowsAsync<ArgumentException>(() => _engine.TranscribeAsync(
                Clip("fr_cheetah_fr.wav"), options, cancellationToken: Cancellation));
            Assert.StartsWith(
                "This engine has no translator into 'pt': give it some with EngineOptions.Translators", error.Message,
                StringComparison.Ordinal);
            Assert.Contains("whisper-base itself translates into en only", error.Message, StringComparison.Ordinal);
        }
    }

    // Tokens of one language and status in a row.
    private static List<(string? Language, TranslationStatus? Status, string Text)> Runs(IReadOnlyList<TranscriptToken> tokens)
    {
        List<(string? Language, TranslationStatus? Status, string Text)> runs = [];
        foreach (var token in tokens)
        {
            if (runs.Count > 0 && runs[^1] is var last && (last.Language, last.Status) == (token.Language, token.TranslationStatus))
                runs[^1] = last with { Text = last.Text + token.Text };
            else
                runs.Add((token.Language, token.TranslationStatus, token.Text));
        }

        return runs;
    }

    private static string Clip(string name) => Fixtures.PathOf("audio", "clips", name);
}
