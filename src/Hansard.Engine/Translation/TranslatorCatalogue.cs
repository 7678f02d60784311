using System.Collections.Concurrent;
using Hansard.Engine.Models;
using Hansard.Engine.Translation.Apertium;
using Hansard.Engine.Translation.Neural;
using Hansard.Engine.Translation.Remote;

namespace Hansard.Engine.Translation;

/// <summary>What can be translated, with what. Translators are loaded when first asked for, and kept. Thread-safe.</summary>
/// <remarks>
/// For each pair the best is taken: a model of that pair, a many-to-many model, a remote service, Apertium; then the way over English. A
/// better way over English is preferred to a basic translator of the pair.
/// </remarks>
public sealed class TranslatorCatalogue : IAsyncDisposable
{
    private const string Pivot = "en";
    private readonly ConcurrentDictionary<LanguagePair, Lazy<ITranslator>> _loaded = new();
    private readonly Dictionary<LanguagePair, Source> _direct = [];
    private readonly ConcurrentBag<IDisposable> _models = [];
    private readonly ConcurrentBag<IAsyncDisposable> _processes = [];
    private readonly Dictionary<LanguagePair, AvailableTranslation> _available;

    private TranslatorCatalogue(TranslationSettings settings)
    {
        AddModels(settings);
        foreach (var remote in settings.Remote) AddRemote(remote);
        if (settings.ApertiumModes is { } modes) AddApertium(modes, settings.ApertiumTimeout);
        _available = Available();
    }

    /// <summary>Something that translates a pair directly, to be loaded.</summary>
    private sealed record Source(string Name, TranslationQuality Quality, Func<ISentenceModel> Load);

    /// <summary>All pairs that can be translated.</summary>
    public IReadOnlyCollection<AvailableTranslation> Pairs => _available.Values;

    /// <summary>Looks for translators. Nothing is loaded or connected to.</summary>
    public static TranslatorCatalogue Open(TranslationSettings settings) => new(settings);

    /// <summary>Whether and how a pair can be translated; null if not.</summary>
    public AvailableTranslation? Describe(LanguagePair pair) => _available.GetValueOrDefault(pair);

    /// <summary>The translator of a pair, loaded if it is not yet; null if there is none.</summary>
    /// <exception cref="TranslationException">It is there and cannot be loaded.</exception>
    public ITranslator? Find(LanguagePair pair)
    {
        if (!_available.TryGetValue(pair, out var available)) return null;
        try
        {
            return _loaded.GetOrAdd(pair, p => new Lazy<ITranslator>(() => Load(p, available))).Value;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // Not remembered: the files may be mended, and then it loads.
            _loaded.TryRemove(pair, out _);
            throw new TranslationException($"The translator {available.Name} cannot be loaded: {e.Message}", e);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes) await process.DisposeAsync().ConfigureAwait(false);
        foreach (var model in _models) model.Dispose();
    }

    private ITranslator Load(LanguagePair pair, AvailableTranslation available)
    {
        if (_direct.TryGetValue(pair, out var source) && source.Name == available.Name) return new SentenceTranslator(source.Load());
        var (first, second) = (new LanguagePair(pair.Source, Pivot), new LanguagePair(Pivot, pair.Target));
        return new PivotTranslator(Find(first)!, Find(second)!);
    }

    private void AddModels(TranslationSettings settings)
    {
        foreach (var found in NeuralModelFolders.In(settings.ModelsDirectory).OrderBy(f => f.IsManyToMany))
        {
            // Once for all directions of a many-to-many model; a failure is not remembered, as a Lazy would.
            NeuralModel? loaded = null;
            var loading = new Lock();
            NeuralModel Load()
            {
                lock (loading)
                {
                    if (loaded is not null) return loaded;
                    loaded = NeuralModel.Load(ModelStore.Open(settings.ModelsDirectory).Resolve(found.Path, ModelKind.Translation).Folder);
                    _models.Add(loaded);
                    return loaded;
                }
            }

            foreach (var pair in found.Pairs)
                _direct.TryAdd(pair, new Source(found.Name, TranslationQuality.Standard, () => new NeuralSentenceModel(Load(), found.Name, pair, settings.Threads)));
        }
    }

    private void AddRemote(RemoteTranslatorOptions options)
    {
        var service = new Lazy<RemoteService>(() =>
        {
            var created = new RemoteService(options);
            _models.Add(created);
            return created;
        });
        foreach (var pair in from s in options.Languages from t in options.Languages where s != t select new LanguagePair(s, t))
        {
            var isChat = options.Kind is RemoteTranslatorKind.Chat;
            _direct.TryAdd(pair, new Source($"{(isChat ? "chat" : "libretranslate")}/{pair}", TranslationQuality.Standard, () => isChat
                ? new ChatModel(service.Value, options, pair)
                : new LibreTranslateModel(service.Value, options, pair)));
        }
    }

    private void AddApertium(string modes, TimeSpan timeout)
    {
        foreach (var (pair, file) in ApertiumModes.Find(modes))
        {
            _direct.TryAdd(pair, new Source($"apertium/{Path.GetFileNameWithoutExtension(file)}", TranslationQuality.Basic, () =>
            {
                var model = new ApertiumModel(file, pair, timeout);
                _processes.Add(model);
                return model;
            }));
        }
    }

    private Dictionary<LanguagePair, AvailableTranslation> Available()
    {
        var available = _direct.ToDictionary(d => d.Key, d => new AvailableTranslation(d.Key, d.Value.Name, d.Value.Quality));
        foreach (var (into, first) in _direct.Where(d => d.Key.Target == Pivot))
        {
            foreach (var (from, second) in _direct.Where(d => d.Key.Source == Pivot && d.Key.Target != into.Source))
            {
                var pair = new LanguagePair(into.Source, from.Target);
                var way = new AvailableTranslation(pair, $"{first.Name} + {second.Name}", (TranslationQuality)Math.Min((int)first.Quality, (int)second.Quality));
                if (!available.TryGetValue(pair, out var direct) || direct.Quality < way.Quality) available[pair] = way;
            }
        }

        return available;
    }
}
