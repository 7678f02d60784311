using System.Collections.Concurrent;
using Hansard.Engine.Models;
using Hansard.Translation.Apertium;
using Hansard.Translation.Apertium.Rules;
using Hansard.Translation.Neural;
using Hansard.Translation.Remote;

namespace Hansard.Translation;

/// <summary>Finds a translator for a pair of languages. Translators are loaded when first asked for, and kept. Thread-safe.</summary>
/// <remarks>
/// For each pair the way of the least <see cref="Cost"/> is taken: one translator, or two over a language between, any that both have. So a
/// model of the pair is better than anything else, two models over English better than a model and rules between related languages (English
/// to Portuguese to Spanish), and that better than rules between distant languages.
/// </remarks>
public sealed class TranslatorCatalogue : ITranslatorProvider, IAsyncDisposable
{
    private readonly ConcurrentDictionary<LanguagePair, ITranslator> _ways = new();
    private readonly ConcurrentDictionary<LanguagePair, Lazy<ITranslator>> _translators = new();
    private readonly Dictionary<LanguagePair, Source> _direct = [];
    private readonly ConcurrentBag<IDisposable> _models = [];
    private readonly ConcurrentBag<IAsyncDisposable> _processes = [];
    private readonly Dictionary<LanguagePair, Way> _best;

    private TranslatorCatalogue(TranslationSettings settings)
    {
        AddModels(settings);
        foreach (var remote in settings.Remote) AddRemote(remote);
        if (settings.ApertiumModes is { } modes) AddApertium(modes, settings.ApertiumTimeout);
        _best = Ways();
        Pairs = [.. _best.Values.Select(way => way.Description)];
    }

    // How much a translation is expected to lose. A way's is the sum of its parts'.
    private static class Cost
    {
        // Ranks alone: over Portuguese a way is as long as both its parts, and a model over Portuguese beats rules between distant
        // languages.
        public const int PairModel = 2;
        public const int ManyToManyModel = 3;
        public const int RemoteService = 3;
        public const int RelatedRules = 3;
        public const int DistantRules = 8;
    }

    /// <summary>Something that translates a pair directly, to be loaded.</summary>
    private sealed record Source(LanguagePair Pair, string Name, TranslationQuality Quality, int Cost, Func<ISentenceModel> Load);

    /// <summary>One translator, or two one after the other.</summary>
    private sealed record Way(Source First, Source? Second)
    {
        public int Cost => First.Cost + (Second?.Cost ?? 0);

        public AvailableTranslation Description => Second is null
            ? new AvailableTranslation(First.Pair, First.Name, First.Quality)
            : new AvailableTranslation(
                new LanguagePair(First.Pair.Source, Second.Pair.Target), $"{First.Name} + {Second.Name}",
                (TranslationQuality)Math.Min((int)First.Quality, (int)Second.Quality));
    }

    /// <inheritdoc />
    public IReadOnlyCollection<AvailableTranslation> Pairs { get; }

    /// <summary>Finds translators. Nothing is loaded or connected to.</summary>
    public static TranslatorCatalogue Open(TranslationSettings settings) => new(settings);

    /// <inheritdoc />
    public ITranslator? Find(LanguagePair pair)
    {
        if (!_best.TryGetValue(pair, out var way)) return null;
        if (way.Second is not { } second) return Load(way.First);
        return _ways.GetOrAdd(pair, _ => new PivotTranslator(Load(way.First), Load(second)));
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes) await process.DisposeAsync().ConfigureAwait(false);
        foreach (var model in _models) model.Dispose();
    }

    private ITranslator Load(Source source)
    {
        try
        {
            return _translators.GetOrAdd(source.Pair, _ => new Lazy<ITranslator>(() => new SentenceTranslator(source.Load()))).Value;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // Not remembered: the files may be mended, and then it loads.
            _translators.TryRemove(source.Pair, out _);
            throw new TranslationException($"The translator {source.Name} cannot be loaded: {e.Message}", e);
        }
    }

    private void AddModels(TranslationSettings settings)
    {
        var all = ModelsDirectory.SearchPath(settings.ModelsDirectory).SelectMany(NeuralModelFolders.In).DistinctBy(found => found.Name);
        foreach (var found in all.OrderBy(f => f.IsManyToMany))
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
                Add(
                    pair, found.Name, TranslationQuality.Standard, found.IsManyToMany ? Cost.ManyToManyModel : Cost.PairModel,
                    () => new NeuralSentenceModel(Load(), found.Name, pair, settings.Threads));
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
            Add(pair, $"{(isChat ? "chat" : "libretranslate")}/{pair}", TranslationQuality.Standard, Cost.RemoteService, () => isChat
                ? new ChatModel(service.Value, options, pair)
                : new LibreTranslateModel(service.Value, options, pair));
        }
    }

    private void AddApertium(string modes, TimeSpan timeout)
    {
        foreach (var (pair, file) in ApertiumModes.Find(modes))
        {
            var (quality, cost) = RelatedLanguages.Are(pair)
                ? (TranslationQuality.Fair, Cost.RelatedRules)
                : (TranslationQuality.Basic, Cost.DistantRules);
            Add(pair, $"apertium/{Path.GetFileNameWithoutExtension(file)}", quality, cost, () =>
            {
                var model = new ApertiumModel(file, pair, timeout, RewriteRules.Of(pair));
                _processes.Add(model);
                return model;
            });
        }
    }

    // Of two for one pair the first is kept: they are added from the best to the least.
    private void Add(LanguagePair pair, string name, TranslationQuality quality, int cost, Func<ISentenceModel> load)
        => _direct.TryAdd(pair, new Source(pair, name, quality, cost, load));

    private Dictionary<LanguagePair, Way> Ways()
    {
        var best = _direct.ToDictionary(d => d.Key, d => new Way(d.Value, null));
        var into = _direct.Values.ToLookup(s => s.Pair.Target);
        foreach (var target in into.Select(group => group.Key))
        {
            // Of ways that cost the same, the one over English is taken.
            foreach (var second in into[target]
                .OrderByDescending(s => s.Pair.Source == "en").ThenBy(s => s.Pair.Source, StringComparer.Ordinal))
            {
                foreach (var first in into[second.Pair.Source])
                {
                    var pair = new LanguagePair(first.Pair.Source, target);
                    // The two directions of one model: it has the pair itself, and these are a million for a model of a hundred languages.
                    if (pair.Source == target || first.Name == second.Name) continue;
                    var way = new Way(first, second);
                    if (!best.TryGetValue(pair, out var known) || way.Cost < known.Cost) best[pair] = way;
                }
            }
        }

        return best;
    }
}
