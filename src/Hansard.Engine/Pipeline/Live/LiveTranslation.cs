using Hansard.Engine.Transcripts;
using Hansard.Engine.Translation;

namespace Hansard.Engine.Pipeline.Live;

/// <summary>Translates final tokens while others follow, a sentence at a time, a clause at a time where sentences are long.</summary>
/// <param name="find">The translator of a pair; null if there is none.</param>
/// <param name="options">Translation to make.</param>
/// <param name="cancellationToken">Stops the work.</param>
internal sealed class LiveTranslation(
    Func<LanguagePair, ITranslator?> find, TranslationOptions options, CancellationToken cancellationToken)
{
    /// <summary>Tokens from which a clause is translated by itself: whoever listens does not wait for the sentence's end.</summary>
    private const int LongSentence = 30;

    private readonly List<TranscriptToken> _open = [];
    private readonly Queue<Task<IReadOnlyList<TranscriptToken>>> _running = [];
    private readonly HashSet<string> _begun = [];

    /// <summary>The next translation; null if none is being made.</summary>
    public Task? Next => _running.TryPeek(out var first) ? first : null;

    /// <summary>Gives tokens their status.</summary>
    public IReadOnlyList<TranscriptToken> Mark(IReadOnlyList<TranscriptToken> tokens) =>
        [.. tokens.Select(token => token with
        {
            TranslationStatus = PairsOf(token.Language).Count > 0 ? TranslationStatus.Original : TranslationStatus.None,
        })];

    /// <summary>Takes tokens that are final, and translates the sentences that they complete.</summary>
    /// <param name="tokens">In time order.</param>
    /// <param name="completes">Whether the last sentence is complete: a pause follows.</param>
    public void Take(IReadOnlyList<TranscriptToken> tokens, bool completes)
    {
        _open.AddRange(tokens);
        if (_open.Count == 0) return;
        var sentences = TokenSentences.Split(_open);
        _open.Clear();
        for (var i = 0; i < sentences.Count; i++)
        {
            var isLast = i == sentences.Count - 1 && !completes;
            var given = isLast ? LastClause(sentences[i]) : sentences[i].Count;
            if (given > 0) Start([.. sentences[i].Take(given)]);
            _open.AddRange(sentences[i].Skip(given));
        }
    }

    /// <summary>Takes translations that are ready, in order.</summary>
    /// <exception cref="TranslationException">A translator failed.</exception>
    public IReadOnlyList<TranscriptToken> TakeReady()
    {
        List<TranscriptToken> ready = [];
        while (_running.TryPeek(out var first) && first.IsCompleted) ready.AddRange(_running.Dequeue().GetAwaiter().GetResult());
        return ready;
    }

    /// <summary>Waits for what is still being made, whatever comes of it.</summary>
    public async Task EndAsync()
    {
        while (_running.TryDequeue(out var translation))
            await ((Task)translation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static int LastClause(IReadOnlyList<TranscriptToken> sentence)
    {
        if (sentence.Count < LongSentence) return 0;
        for (var i = sentence.Count - 2; i >= LongSentence / 2; i--)
            if (Sentences.ClauseEndsAfter(sentence, i)) return i + 1;
        return 0;
    }

    private List<LanguagePair> PairsOf(string? language) =>
        [.. options.TargetsOf(language).Select(target => new LanguagePair(language!, target)).Where(pair => find(pair) is not null)];

    private void Start(IReadOnlyList<TranscriptToken> tokens)
    {
        var text = string.Concat(tokens.Select(t => t.Text)).Trim();
        foreach (var pair in PairsOf(tokens[0].Language))
        {
            // Each waits for the one before it, so that whether it begins the text is known when it has a text.
            var before = _running.Count > 0 ? _running.Last() : Task.FromResult<IReadOnlyList<TranscriptToken>>([]);
            _running.Enqueue(TranslateAsync(pair, text, tokens[0].Speaker, before));
        }
    }

    private async Task<IReadOnlyList<TranscriptToken>> TranslateAsync(LanguagePair pair, string text, string? speaker, Task before)
    {
        var results = await find(pair)!.TranslateAsync([text], options.TermsOf(pair), cancellationToken).ConfigureAwait(false);
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var result = results[0];
        if (result.Text.Length == 0) return [];
        var isFirst = _begun.Add(options is SeveralTranslations ? pair.Target : "");
        return
        [
            .. TranslationTokens.Split(result.Text, pair.Target, isFirst).Select(piece => new TranscriptToken
            {
                Text = piece,
                Confidence = Math.Round(Math.Clamp(result.Confidence, 0, 1), 3),
                Speaker = speaker,
                Language = pair.Target,
                SourceLanguage = pair.Source,
                TranslationStatus = TranslationStatus.Translation,
            }),
        ];
    }
}
