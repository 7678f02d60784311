namespace Hansard.Engine.Recognition.Parakeet;

/// <summary>A Parakeet TDT model as one of the speech models that there are.</summary>
/// <remarks>
/// It tells no language, keeps no second hypothesis and takes no terms: a window is recognised greedily, by itself, in whatever language it
/// is spoken, and its words have the language that was asked for.
/// </remarks>
/// <param name="model">Owned.</param>
/// <param name="languages">Those that it was trained on, at least one.</param>
internal sealed class ParakeetSpeechModel(ParakeetModel model, IReadOnlyCollection<string> languages) : ISpeechModel
{
    /// <inheritdoc />
    public IReadOnlyCollection<string> Languages => languages;

    /// <inheritdoc />
    /// <remarks>
    /// The encoder attends to all of a window, so its memory grows with the square; 30 s are what all stages before are made for.
    /// </remarks>
    public double MaximumSeconds => 30;

    /// <summary>Opens a folder in the layout of <c>onnx-asr</c>.</summary>
    /// <param name="folder">With encoder-model.onnx, decoder_joint-model.onnx, vocab.txt and config.json.</param>
    /// <param name="languages">Those of the catalogue's entry; null: English, as of the first models of the family.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public static ParakeetSpeechModel Open(string folder, IReadOnlyCollection<string>? languages)
        => new(ParakeetModel.Open(folder), LanguagesOf(languages).Recognised);

    /// <summary>The languages of a model: its files do not tell them.</summary>
    /// <param name="languages">Those of the catalogue's entry; null: English.</param>
    public static SpeechModelLanguages LanguagesOf(IReadOnlyCollection<string>? languages)
        => new(languages is { Count: > 0 } ? languages : ["en"], []);

    /// <inheritdoc />
    public IReadOnlyList<RecognisedWindow> Recognise(IReadOnlyList<RecognitionRequest> requests, CancellationToken cancellationToken)
        => [.. requests.Select(request => Recognise(request, cancellationToken))];

    /// <inheritdoc />
    public void Dispose() => model.Dispose();

    private RecognisedWindow Recognise(RecognitionRequest request, CancellationToken cancellationToken)
    {
        var tokens = model.Decode(model.Encode(request.Samples), cancellationToken);
        return new RecognisedWindow(
            model.Words(tokens, request.Seconds),
            model.Text(tokens),
            [.. tokens.Select(token => token.Id)],
            tokens.Count == 0 ? 0 : tokens.Average(token => token.LogProbability),
            request.Language ?? (languages.Count == 1 ? languages.First() : null));
    }
}
