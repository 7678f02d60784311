using Hansard.Engine.Audio;
using Hansard.Engine.Models;
using Hansard.Engine.Recognition;
using Hansard.Engine.Tests.Audio;
using Hansard.Engine.Tests.Recognition;
using Hansard.Engine.Translation;

namespace Hansard.Engine.Tests;

/// <summary>Several speech models at once, of any family.</summary>
[Requires("ffmpeg")]
public sealed class EngineResourcesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Engines_of_several_models_share_what_is_not_a_speech_model_and_go_one_by_one()
    {
        await using var resources = EngineResources.Load(new EngineOptions { ModelsDirectory = Fixtures.Models, Threads = 1 });
        await using var engine = TranscriptionEngine.Create(resources);
        var other = TranscriptionEngine.Create(resources, Fixtures.PathOf("models", "whisper-random"));
        Assert.Equal(("whisper-base", "whisper-random"), (engine.ModelName, other.ModelName));
        await other.WarmUpAsync(Cancellation);
        await other.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => other.WarmUpAsync(Cancellation));

        var options = new TranscriptionOptions { Language = "en", BeamSize = 1 };
        var transcript = await engine.TranscribeAsync(Clip("en_LJ001-0008.wav"), options, cancellationToken: Cancellation);
        Assert.Contains("never been surpassed", transcript.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("whisper-random")]
    [InlineData("parakeet-random")]
    public async Task What_an_engine_can_do_is_told_beforehand_from_the_configuration_of_its_model(string? name)
    {
        using var folder = new TemporaryFolder();
        var translators = new OnePair();
        var options = new EngineOptions { ModelsDirectory = Fixtures.Models, Threads = 1, Translators = translators };
        await using var resources = EngineResources.Load(options);
        var store = ModelStore.Open(Fixtures.Models);
        var source = name is null ? null : Fixtures.PathOf("models", name);
        await using var engine = TranscriptionEngine.Create(resources, source);

        // Of a copy that has no networks, so that none can be read.
        var model = store.Locate(source, ModelKind.Speech);
        foreach (var file in Directory.GetFiles(model.Folder, "*.json")) File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        var abilities = resources.Describe(model with { Folder = folder.Path });

        Assert.Equal(engine.ModelName, abilities.Name);
        Assert.Equal(engine.Languages, abilities.Languages);
        Assert.Equal(engine.Translations, abilities.Translations);
        Assert.Contains(translators.Pairs.Single(), abilities.Translations);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("pt", "pt")]
    public async Task A_model_that_does_not_tell_languages_gives_the_hinted_one_or_none(string? hint, string? language)
    {
        await using var resources = EngineResources.Load(new EngineOptions { ModelsDirectory = Fixtures.Models, Threads = 1 });
        await using var engine = TranscriptionEngine.Create(resources, "counting", new CountingModel());
        var options = new TranscriptionOptions { LanguageHints = hint is null ? [] : [hint] };
        var transcript = await engine.TranscribeAsync(Clip("en_jfk.flac"), options, cancellationToken: Cancellation);
        Assert.NotEmpty(transcript.Tokens);
        Assert.All(transcript.Tokens, t => Assert.Equal(language, t.Language));
        Assert.Equal(language, transcript.Language);
        // Nor does it translate by itself.
        Assert.DoesNotContain(engine.Translations, t => t.Name == "counting");
    }

    [Fact]
    public async Task Windows_are_no_longer_than_the_model_takes()
    {
        await using var resources = EngineResources.Load(new EngineOptions { ModelsDirectory = Fixtures.Models, Threads = 1 });
        var model = new CountingModel { MaximumSeconds = 6 };
        await using var engine = TranscriptionEngine.Create(resources, "counting", model);
        await engine.TranscribeAsync(Clip("en_jfk.flac"), new TranscriptionOptions(), cancellationToken: Cancellation);
        Assert.True(model.Windows > 1);
    }

    [Fact]
    public async Task A_recording_longer_than_the_callers_limit_is_refused_by_a_reason_of_its_own()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "long.wav");
        WavFile.Write(path, new float[30 * AudioSpecification.SampleRate]);
        await using var resources = EngineResources.Load(new EngineOptions { ModelsDirectory = Fixtures.Models, Threads = 1 });
        await using var engine = TranscriptionEngine.Create(resources, "counting", new CountingModel());
        var error = await Assert.ThrowsAsync<InvalidAudioException>(() => engine.TranscribeAsync(
            path, new TranscriptionOptions { MaximumDuration = TimeSpan.FromSeconds(20) }, cancellationToken: Cancellation));
        Assert.Equal(InvalidAudioReason.TooLong, error.Reason);
        Assert.Contains("limit of 20 seconds", error.Message, StringComparison.Ordinal);

        var whole = await engine.TranscribeAsync(
            path, new TranscriptionOptions { MaximumDuration = TimeSpan.FromSeconds(30) }, cancellationToken: Cancellation);
        Assert.Equal(30, whole.Duration.TotalSeconds, 0.1);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => engine.TranscribeAsync(
            path, new TranscriptionOptions { MaximumDuration = TimeSpan.Zero }, cancellationToken: Cancellation));
    }

    private sealed class OnePair : ITranslatorProvider
    {
        public IReadOnlyCollection<AvailableTranslation> Pairs { get; } =
            [new(new LanguagePair("de", "en"), "de-en", TranslationQuality.Standard)];

        public ITranslator? Find(LanguagePair pair) => null;
    }

    private static string Clip(string name) => Fixtures.PathOf("audio", "clips", name);

    /// <summary>A family that tells no languages and has neither beams nor context: it counts the seconds of a window.</summary>
    private sealed class CountingModel : ISpeechModel
    {
        private int _windows;

        public int Windows => _windows;

        public IReadOnlyCollection<string> Languages => ["en", "pt"];

        public double MaximumSeconds { get; init; } = 20;

        public IReadOnlyList<RecognisedWindow> Recognise(IReadOnlyList<RecognitionRequest> requests, CancellationToken cancellationToken)
        {
            Assert.All(requests, r => Assert.InRange(r.Seconds, 0, MaximumSeconds));
            Interlocked.Add(ref _windows, requests.Count);
            return [.. requests.Select(r =>
            {
                AlignedWord[] words = [.. Enumerable.Range(0, (int)r.Seconds).Select(i => new AlignedWord(" second", i, i + 1, 1, [i]))];
                return new RecognisedWindow(words, string.Concat(words.Select(word => word.Text)), [], 0, r.Language);
            })];
        }

        public void Dispose()
        {
        }
    }
}
