using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Translation;

/// <summary>Adds translations to a transcript's tokens.</summary>
/// <param name="find">The translator of a pair, or null if there is none.</param>
/// <param name="speech">Translates what <paramref name="find"/> has nothing for, if it can; null for none.</param>
/// <param name="translated">Called after every few sentences; null for nobody.</param>
internal sealed class TranscriptTranslator(
    Func<LanguagePair, ITranslator?> find, ISpeechTranslator? speech = null, Action? translated = null)
{
    /// <summary>
    /// Sentences given to a translator at once: enough that the neural models' batches of 16 are of sentences of about one length, and few
    /// enough that a slow one (a chat service takes seconds for each) shows signs of life long before a job counts as stuck.
    /// </summary>
    private const int SentencesAtOnce = 128;

    private sealed record Sentence(IReadOnlyList<TranscriptToken> Tokens, IReadOnlyList<LanguagePair> Pairs)
    {
        public Dictionary<LanguagePair, TranslatedSentence> Translations { get; } = [];

        public string Text { get; } = string.Concat(Tokens.Select(t => t.Text)).Trim();

        public TimeRange Span
            => new(TimeSpan.FromMilliseconds(Tokens.Min(t => t.StartMs) ?? 0), TimeSpan.FromMilliseconds(Tokens.Max(t => t.EndMs) ?? 0));
    }

    /// <summary>Translates sentence by sentence.</summary>
    /// <param name="tokens">Spoken tokens in time order.</param>
    /// <param name="language">What tokens without a language are in; null if that is not known, and they are not translated.</param>
    /// <param name="options">Translation to make.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>
    /// All tokens with <see cref="TranscriptToken.TranslationStatus"/>; each sentence's translations follow it at once. Speech that is to
    /// be translated and has no translator is left as spoken, and its languages are named.
    /// </returns>
    /// <exception cref="TranslationException">A translator failed.</exception>
    public async Task<TranslatedTokens> TranslateAsync(
        IReadOnlyList<TranscriptToken> tokens, string? language, TranslationOptions options, CancellationToken cancellationToken)
    {
        var sentences = TokenSentences.Split(tokens).Select(part =>
        {
            var source = part[0].Language ?? language;
            return new Sentence(part, [.. options.TargetsOf(source).Select(target => new LanguagePair(source!, target))]);
        }).ToList();

        var untranslated = new List<string>();
        var pending = sentences.SelectMany(s => s.Pairs, (sentence, pair) => (Sentence: sentence, Pair: pair));
        foreach (var group in pending.GroupBy(each => each.Pair, each => each.Sentence))
        {
            IReadOnlyList<TranslatedSentence> results;
            if (find(group.Key) is { } translator)
            {
                List<TranslatedSentence> all = [];
                foreach (var some in group.Chunk(SentencesAtOnce))
                {
                    all.AddRange(await translator
                        .TranslateAsync(
                            [.. some.Select(s => s.Text)], options.TermsOf(group.Key), cancellationToken).ConfigureAwait(false));
                    translated?.Invoke();
                }

                results = all;
            }
            else if (speech?.Translates(group.Key) is true)
            {
                results = await speech.TranslateAsync(group.Key, [.. group.Select(s => s.Span)], cancellationToken).ConfigureAwait(false);
            }
            else
            {
                untranslated.Add(group.Key.Source);
                continue;
            }

            foreach (var (sentence, result) in group.Zip(results))
                if (result.Text.Length > 0) sentence.Translations[group.Key] = result;
        }

        var composed = Compose(sentences, language, options is SeveralTranslations);
        return new TranslatedTokens(composed, [.. untranslated.Distinct()]);
    }

    private static List<TranscriptToken> Compose(List<Sentence> sentences, string? language, bool areSeveral)
    {
        var tokens = new List<TranscriptToken>();
        var begun = new HashSet<string>();
        foreach (var sentence in sentences)
        {
            var status = sentence.Translations.Count == 0 ? TranslationStatus.None : TranslationStatus.Original;
            tokens.AddRange(sentence.Tokens.Select(t => t with { TranslationStatus = status, Language = t.Language ?? language }));
            foreach (var pair in sentence.Pairs)
            {
                if (!sentence.Translations.TryGetValue(pair, out var translation)) continue;
                var isFirst = begun.Add(areSeveral ? pair.Target : ""); // Both directions of one translation make one text.
                tokens.AddRange(TranslationTokens.Split(translation.Text, pair.Target, isFirst).Select(text => new TranscriptToken
                {
                    Text = text,
                    Confidence = Math.Round(Math.Clamp(translation.Confidence, 0, 1), 3),
                    Speaker = sentence.Tokens[0].Speaker,
                    Language = pair.Target,
                    SourceLanguage = pair.Source,
                    TranslationStatus = TranslationStatus.Translation,
                }));
            }
        }

        return tokens;
    }

    /// <summary>Tokens with their translations.</summary>
    /// <param name="Tokens">Spoken and translated ones.</param>
    /// <param name="Untranslated">Languages of speech that has no translator.</param>
    internal sealed record TranslatedTokens(IReadOnlyList<TranscriptToken> Tokens, IReadOnlyList<string> Untranslated);
}
