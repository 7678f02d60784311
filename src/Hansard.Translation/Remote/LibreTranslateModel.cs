using System.Text.Json.Nodes;

namespace Hansard.Translation.Remote;

/// <summary>LibreTranslate's HTTP API: a list of texts in, a list of texts out.</summary>
internal sealed class LibreTranslateModel(RemoteService service, RemoteTranslatorOptions options, LanguagePair pair) : ISentenceModel
{
    /// <summary>Sentences in a request: with <see cref="LongestSentence"/> a bound on what a request may take.</summary>
    private const int BatchSize = 32;

    /// <summary>Characters: no spoken sentence is longer.</summary>
    private const int LongestSentence = 2000;

    // The service does not say how sure it is.
    private const double FixedConfidence = 0.8;
    private const string PathOfCall = "/translate";

    /// <inheritdoc />
    public string Name => $"libretranslate/{pair}";

    /// <inheritdoc />
    public LanguagePair Pair => pair;

    /// <inheritdoc />
    public TranslationQuality Quality => TranslationQuality.Standard;

    /// <inheritdoc />
    public bool CanRead(string text) => true;

    /// <inheritdoc />
    public bool Fits(string sentence) => sentence.Length <= LongestSentence;

    /// <inheritdoc />
    public async Task<IReadOnlyList<TranslatedSentence>> TranslateAsync(
        IReadOnlyList<string> sentences, CancellationToken cancellationToken)
    {
        var results = new List<TranslatedSentence>(sentences.Count);
        foreach (var batch in sentences.Chunk(BatchSize))
        {
            var body = new JsonObject
            {
                ["q"] = new JsonArray([.. batch.Select(s => (JsonNode)s)]),
                ["source"] = pair.Source,
                ["target"] = pair.Target,
                ["format"] = "text",
            };
            if (options.ApiKey is { } key) body["api_key"] = key;
            var answer = await service.PostAsync(PathOfCall, body, cancellationToken).ConfigureAwait(false);
            if (answer is not JsonObject found || found["translatedText"] is not JsonArray texts || texts.Count != batch.Length
                || texts.Any(t => t is not JsonValue value || !value.TryGetValue<string>(out _)))
                throw service.Unexpected(PathOfCall);
            results.AddRange(texts.Select(t => new TranslatedSentence(t!.GetValue<string>().Trim(), FixedConfidence)));
        }

        return results;
    }

    /// <inheritdoc />
    public Task<TranslatedSentence?> TranslateWithAsync(
        string sentence, IReadOnlyList<string> required, CancellationToken cancellationToken)
        => Task.FromResult<TranslatedSentence?>(null);
}
