using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Hansard.Engine;
using Hansard.Engine.Distribution;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Transcripts.Corrections;
using Hansard.Engine.Translation;
using Hansard.Engine.Voices;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Jobs;
using Hansard.Server.Jobs.Parts;
using Hansard.Server.Observability;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Models;

/// <summary>Transcribes with the engine, in this process, with whichever of the installed models a request names.</summary>
internal sealed partial class EngineTranscriber : ITranscriber, IPartTranscriber, ILiveTranscriber, ILanguageDetector
{
    // A speech model that translates nearly a hundred languages into English would fill a screen of the log.
    private const int MostNamed = 8;

    private readonly Lazy<Task<EngineResources>> _resources;
    private readonly InstalledModels _installed;
    private readonly ModelPool _pool;
    private readonly ILogger _logger;

    private int _isDisposed;

    // Replaced as a whole, while jobs run.
    private volatile IReadOnlyList<InstalledModel> _models = [];

    /// <param name="engine">Settings that all models share, and the default model.</param>
    /// <param name="options">The models that are served, and the number that is loaded at once.</param>
    /// <param name="installed">Finds them.</param>
    /// <param name="metrics">Counts those that are loaded.</param>
    /// <param name="clock">Measures idle time.</param>
    /// <param name="loggers">Of this and of what it is made of.</param>
    public EngineTranscriber(
        EngineOptions engine, HansardServerOptions options, InstalledModels installed, ServerMetrics metrics, TimeProvider clock,
        ILoggerFactory loggers)
    {
        _resources = new(() => BackgroundThread.RunAsync(() => EngineResources.Load(engine)));
        (_installed, _logger) = (installed, loggers.CreateLogger<EngineTranscriber>());
        _pool = new ModelPool(LoadAsync, options, metrics, clock, loggers.CreateLogger<ModelPool>());
    }

    /// <inheritdoc />
    public IReadOnlyList<SpeechModelAbilities> Models
        => _models.Count > 0
            ? [.. _models.Select(model => model.Abilities)]
            : throw new InvalidOperationException("The engine is not loaded yet.");

    /// <inheritdoc />
    public IReadOnlyList<string> Offered => [.. _models.Where(_installed.IsOffered).Select(model => model.Abilities.Name)];

    /// <inheritdoc />
    public IReadOnlyList<string> LoadedModels => _pool.LoadedNames;

    /// <inheritdoc />
    public async Task FindModelsAsync(CancellationToken cancellationToken)
    {
        var resources = await _resources.Value.WaitAsync(cancellationToken);
        _models = await Task.Run(() => _installed.Find(resources), cancellationToken);
        LogModels(string.Join(", ", _models.Select(model => model.Abilities.Name)));
    }

    /// <inheritdoc />
    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        _models = _installed.Find(await _resources.Value.WaitAsync(cancellationToken));

        _installed.TellTooLarge(_models);
        if (_installed.IsOffered(_models[0])) await WarmUpAsync(_models[0].Abilities.Name, cancellationToken);
        LogModels(string.Join(", ", _models.Select(model => model.Abilities.Name)));

        // The translators of text are the same for all models; what another speech model translates itself, GET /v1/models tells.
        var lesser = _models[0].Abilities.Translations.Where(t => t.Quality is not TranslationQuality.Standard);
        foreach (var group in lesser.GroupBy(t => (t.Name, t.Quality), t => t.Pair))
            LogLesserPairs(group.Key.Quality.ToString().ToLowerInvariant(), LanguagePairs.Describe(group, MostNamed), group.Key.Name);
    }

    /// <inheritdoc />
    public Task<Transcript> TranscribeAsync(
        string path, TranscriptionRequest request, ProjectKnowledge knowledge, TimeSpan maximumDuration,
        IProgress<TranscriptionProgress> progress, CancellationToken cancellationToken)
        => TranscribeAsync(path, request, knowledge, maximumDuration, parts: null, progress, cancellationToken);

    /// <inheritdoc />
    public Task<Transcript> TranscribeInPartsAsync(
        string path, TranscriptionRequest request, ProjectKnowledge knowledge, TimeSpan maximumDuration, ISpeechParts parts,
        IProgress<TranscriptionProgress> progress, CancellationToken cancellationToken)
        => TranscribeAsync(path, request, knowledge, maximumDuration, parts, progress, cancellationToken);

    /// <inheritdoc />
    public async Task<WorkResult> ComputeAsync(WorkPart part, IProgress<TimeSpan> progress, CancellationToken cancellationToken)
    {
        using var lease = await _pool.AcquireAsync(Find(part.Model).Abilities.Name, cancellationToken);
        return await lease.Engine.ComputeAsync(part, progress, cancellationToken);
    }

    private async Task<Transcript> TranscribeAsync(
        string path, TranscriptionRequest request, ProjectKnowledge knowledge, TimeSpan maximumDuration, ISpeechParts? parts,
        IProgress<TranscriptionProgress> progress, CancellationToken cancellationToken)
    {
        using var lease = await _pool.AcquireAsync(Find(request.Model).Abilities.Name, cancellationToken);
        var options = Options(request, maximumDuration) with
        {
            KnownVoices = knowledge.Voices,
            Context = WithTerms(ContextJson.ToContext(request.Context), knowledge.Terms),
        };

        // The engine knows the language of every word; the API tells it when it was asked for.
        var tellsLanguages = request.EnableLanguageIdentification || request.Translation is not null;
        var receiver = tellsLanguages ? progress : new WithoutLanguages(progress);
        var transcript = parts is null
            ? await lease.Engine.TranscribeAsync(path, options, receiver, cancellationToken)
            : await lease.Engine.TranscribeInPartsAsync(path, options, parts, receiver, cancellationToken);
        if (Outdated(knowledge.Voices, lease.Engine.SpeakerModelName) is { } warning)
            transcript = transcript with { Warnings = [.. transcript.Warnings, warning] };
        return tellsLanguages ? transcript : transcript with { Tokens = WithoutLanguages.Of(transcript.Tokens) };
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<LiveResult> TranscribeLiveAsync(
        IAsyncEnumerable<LiveInput> input, TranscriptionRequest request, IReadOnlyList<string> terms, EndpointOptions? endpoints,
        TimeSpan longestNonFinal, TimeSpan maximumDuration, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var lease = await _pool.AcquireAsync(Find(request.Model).Abilities.Name, cancellationToken);
        var options = Options(request, maximumDuration) with
        {
            KeepAlternatives = false,
            Context = WithTerms(ContextJson.ToContext(request.Context), terms),
        };
        var live = new LiveOptions(options) { Endpoints = endpoints, LongestNonFinal = longestNonFinal };
        await foreach (var result in lease.Engine.TranscribeLiveAsync(input, live, cancellationToken)) yield return result;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<TranscriptToken>> AlignAsync(
        string path, TranscriptionRequest request, CorrectedTranscript corrected, TimeSpan maximumTime,
        CancellationToken cancellationToken)
    {
        using var lease = await _pool.AcquireAsync(Find(request.Model).Abilities.Name, cancellationToken);
        var options = new AlignmentOptions
        {
            Language = request.LanguageHints is [var only] ? only : null,
            Track = request.AudioTrack,
            Part = Part(request),
            MaximumTime = maximumTime,
        };
        return await lease.Engine.AlignAsync(path, corrected, options, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<VoiceProfile> EnrolAsync(string path, VoiceEnrolmentOptions options, CancellationToken cancellationToken)
    {
        // What tells voices is the same for all models, and the default one is always there.
        using var lease = await _pool.AcquireAsync(_models[0].Abilities.Name, cancellationToken);
        return await lease.Engine.EnrolVoiceAsync(path, options, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<DetectedLanguage?> DetectLanguageAsync(string path, CancellationToken cancellationToken)
    {
        // The default model first, which is in memory; a family that does not tell languages leaves it to the next.
        foreach (var model in _models)
        {
            using var lease = await _pool.AcquireAsync(model.Abilities.Name, cancellationToken);
            if (await lease.Engine.DetectLanguageAsync(path, cancellationToken) is [var likeliest, ..])
                return new DetectedLanguage(likeliest.Language, likeliest.Probability);
        }
        return null;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // Of one part under two names, the container disposes twice.
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        await _pool.DisposeAsync();
        if (_resources.IsValueCreated && _resources.Value.IsCompletedSuccessfully) await _resources.Value.Result.DisposeAsync();
    }

    // A server without its default model does not start, and says why in the engine's own words: they are for its operator.
    private async Task WarmUpAsync(string model, CancellationToken cancellationToken)
    {
        _pool.Keep(model);
        using var lease = await AcquireDefaultAsync(model, cancellationToken);
        await lease.Engine.WarmUpAsync(cancellationToken);
    }

    private async Task<ModelLease> AcquireDefaultAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await _pool.AcquireAsync(name, cancellationToken);
        }
        catch (ModelUnavailableException exception) when (exception.InnerException is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
            throw;
        }
    }

    private async Task<TranscriptionEngine> LoadAsync(string name)
    {
        var resources = await _resources.Value;
        return await BackgroundThread.RunAsync(() => TranscriptionEngine.Create(resources, Find(name).Source));
    }

    private static string? Outdated(IReadOnlyList<KnownVoice> known, string encoder)
        => known.Count(person => person.Profiles.All(profile => profile.Model != encoder)) is > 0 and var people
            ? $"{people} of {known.Count} known speakers were not looked for, as their voices are of another speaker model than this "
                + "server's: delete them, and add them again."
            : null;

    // The request's own first: they are about this recording.
    private static TranscriptionContext? WithTerms(TranscriptionContext? context, IReadOnlyList<string> terms) => terms.Count == 0
        ? context
        : (context ?? new TranscriptionContext()) with { Terms = [.. (context?.Terms ?? []).Union(terms, StringComparer.Ordinal)] };

    private InstalledModel Find(string? name) => name is null
        ? _models[0]
        : _models.FirstOrDefault(model => model.Abilities.Name == name) ?? throw new ModelUnavailableException(name, null);

    private static TranscriptionOptions Options(TranscriptionRequest request, TimeSpan maximumDuration) => new()
    {
        LanguageHints = request.LanguageHints ?? [],
        LanguageHintsStrict = request.LanguageHintsStrict,
        KeepAlternatives = true,
        Diarize = request.EnableSpeakerDiarization,
        SpeakerCount = request.NumSpeakers,
        MinimumSpeakers = request.MinSpeakers,
        MaximumSpeakers = request.MaxSpeakers,
        KeepVoices = request.IdentifySpeakers,
        Track = request.AudioTrack,
        Part = Part(request),
        MaximumDuration = maximumDuration,
        Translation = request.Translation?.ToOptions(request.Context),
    };

    private static RecordingPart? Part(TranscriptionRequest request)
    {
        if (request.AudioStartMs is null && request.AudioEndMs is null) return null;
        var end = request.AudioEndMs is { } ms ? TimeSpan.FromMilliseconds(ms) : (TimeSpan?)null;
        return new RecordingPart(TimeSpan.FromMilliseconds(request.AudioStartMs ?? 0), end);
    }

    [LoggerMessage(130, LogLevel.Information, "Translated in {Quality} quality, by {Translator}: {Pairs}")]
    private partial void LogLesserPairs(string quality, string pairs, string translator);

    [LoggerMessage(136, LogLevel.Information, "Speech models, the default first: {Models}")]
    private partial void LogModels(string models);

    private sealed class WithoutLanguages(IProgress<TranscriptionProgress> receiver) : IProgress<TranscriptionProgress>
    {
        public static IReadOnlyList<TranscriptToken> Of(IReadOnlyList<TranscriptToken> tokens)
            => [.. tokens.Select(token => token with { Language = null })];

        public void Report(TranscriptionProgress value) => receiver.Report(value with { NewTokens = Of(value.NewTokens) });
    }
}
