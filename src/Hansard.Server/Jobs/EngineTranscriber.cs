using Hansard.Engine;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Translation;
using Hansard.Server.Contract;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Jobs;

/// <summary>Transcribes with the engine, in this process.</summary>
internal sealed partial class EngineTranscriber(EngineOptions options, ILogger<EngineTranscriber> logger) : ITranscriber
{
    private readonly Lazy<Task<TranscriptionEngine>> _engine = new(() => BackgroundThread.RunAsync(() => TranscriptionEngine.Create(options)));

    private TranscriberAbilities? _abilities;

    /// <inheritdoc />
    public TranscriberAbilities Abilities => _abilities ?? throw new InvalidOperationException("The engine is not loaded yet.");

    /// <inheritdoc />
    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        var engine = await _engine.Value.WaitAsync(cancellationToken);
        await engine.WarmUpAsync(cancellationToken);
        _abilities = new TranscriberAbilities(engine.ModelName, engine.Languages, engine.Translations);
        foreach (var group in _abilities.Translations.Where(t => t.Quality is not TranslationQuality.Standard).GroupBy(t => (t.Name, t.Quality), t => t.Pair))
            LogLesserPairs(group.Key.Quality.ToString().ToLowerInvariant(), LanguagePairs.Describe(group), group.Key.Name);
    }

    /// <inheritdoc />
    public async Task<Transcript> TranscribeAsync(
        string path, TranscriptionRequest request, TimeSpan maximumDuration, IProgress<TranscriptionProgress> progress, CancellationToken cancellationToken)
    {
        var engine = await _engine.Value;
        var transcript = await engine.TranscribeAsync(path, Options(request, maximumDuration), progress, cancellationToken);

        // The engine knows the language of every word; the API tells it when it was asked for.
        return request.EnableLanguageIdentification || request.Translation is not null
            ? transcript
            : transcript with { Tokens = [.. transcript.Tokens.Select(token => token with { Language = null })] };
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_engine.IsValueCreated && _engine.Value.IsCompletedSuccessfully) await _engine.Value.Result.DisposeAsync();
    }

    private static TranscriptionOptions Options(TranscriptionRequest request, TimeSpan maximumDuration) => new()
    {
        LanguageHints = request.LanguageHints ?? [],
        LanguageHintsStrict = request.LanguageHintsStrict,
        Context = ContextJson.ToContext(request.Context),
        Diarize = request.EnableSpeakerDiarization,
        SpeakerCount = request.NumSpeakers,
        MaximumDuration = maximumDuration,
        Translation = request.Translation?.ToOptions(request.Context),
    };

    [LoggerMessage(130, LogLevel.Information, "Translated in {Quality} quality, by {Translator}: {Pairs}")]
    private partial void LogLesserPairs(string quality, string pairs, string translator);
}
