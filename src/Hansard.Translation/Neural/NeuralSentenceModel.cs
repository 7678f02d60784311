namespace Hansard.Translation.Neural;

/// <summary>A sequence-to-sequence network of one direction, or one direction of a many-to-many network.</summary>
internal sealed class NeuralSentenceModel : ISentenceModel
{
    // README of the default models: about 10 ms of CPU a sentence in batches of 16; larger ones gain nothing.
    private const int BatchSize = 16;
    private readonly NeuralModel _model;
    private readonly GreedyDecoder _greedy;
    private readonly ConstrainedDecoder _constrained;
    private readonly int[] _prefix = [];
    private readonly int? _forced;
    private readonly int _threads;

    /// <param name="model">The network, which stays the caller's.</param>
    /// <param name="name">For logs and lists.</param>
    /// <param name="pair">The direction.</param>
    /// <param name="threads">Batches translated side by side, at most.</param>
    /// <exception cref="TranslationException">A many-to-many network does not know one of the languages.</exception>
    public NeuralSentenceModel(NeuralModel model, string name, LanguagePair pair, int threads)
    {
        (_model, Name, Pair, _threads) = (model, name, pair, threads);
        _greedy = new GreedyDecoder(model.Network, model.Configuration);
        _constrained = new ConstrainedDecoder(model.Network, model.Configuration, model.Tokenizer);
        if (model.Languages is not { } languages) return;
        _prefix = [languages.IdOf(pair.Source)];
        _forced = languages.IdOf(pair.Target);
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public LanguagePair Pair { get; }

    /// <inheritdoc />
    public TranslationQuality Quality => TranslationQuality.Standard;

    /// <inheritdoc />
    public bool CanRead(string text) => _model.Tokenizer.CanWrite(text);

    /// <inheritdoc />
    public bool Fits(string sentence) => Source(sentence).Length <= _model.Configuration.MaximumSourceLength;

    /// <inheritdoc />
    public async Task<IReadOnlyList<TranslatedSentence>> TranslateAsync(
        IReadOnlyList<string> sentences, CancellationToken cancellationToken)
    {
        var results = new TranslatedSentence[sentences.Count];
        var batches = sentences.Select((sentence, index) => (Ids: Source(sentence), Index: index))
            .OrderByDescending(s => s.Ids.Length).Chunk(BatchSize);
        var options = new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(batches, options, (batch, cancelled) =>
        {
            var targets = _greedy.Decode([.. batch.Select(b => b.Ids)], _forced, cancelled);
            for (var i = 0; i < batch.Length; i++) results[batch[i].Index] = Translated(targets[i]);
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        return results;
    }

    /// <inheritdoc />
    public Task<TranslatedSentence?> TranslateWithAsync(
        string sentence, IReadOnlyList<string> required, CancellationToken cancellationToken)
    {
        var phrases = required.Select(r => RequiredPhrase.From(r, _model.Tokenizer)).ToArray();
        if (phrases.Any(p => p is null)) return Task.FromResult<TranslatedSentence?>(null);
        return Task.Run(
            () => _constrained.Decode(Source(sentence), _forced, phrases!, cancellationToken) is { } target ? Translated(target) : null,
            cancellationToken);
    }

    private int[] Source(string sentence) => [.. _prefix, .. _model.Tokenizer.Encode(sentence), _model.Configuration.EndOfSequence];

    private TranslatedSentence Translated(TargetSequence target) => new(_model.Tokenizer.Decode(target.Ids), target.Confidence);
}
