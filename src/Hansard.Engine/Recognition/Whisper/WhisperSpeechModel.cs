using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Recognition.Rescoring;
using Hansard.Engine.Recognition.Whisper.Checkpoints;

namespace Hansard.Engine.Recognition.Whisper;

/// <summary>A Whisper model as one of the speech models that there are.</summary>
internal sealed class WhisperSpeechModel : ISpeechModel, ILanguageIdentifier, IEnglishTranslation, ITextAligner
{
    private const string English = "en";

    private readonly WhisperModel _model;
    private readonly WindowRecogniser _recogniser;

    private readonly SecondOpinion? _opinion;

    /// <param name="model">Owned from here on.</param>
    /// <param name="opinion">Owned from here on; null: nobody judges its hypotheses.</param>
    /// <param name="voice">Not owned; null: noise is told by the text alone.</param>
    public WhisperSpeechModel(WhisperModel model, SecondOpinion? opinion = null, VoiceEvidence? voice = null)
        => (_model, _opinion, _recogniser) = (model, opinion, new WindowRecogniser(model, opinion, voice));

    /// <inheritdoc />
    public IReadOnlyCollection<string> Languages => LanguagesOf(_model.Configuration).Recognised;

    /// <inheritdoc />
    public double MaximumSeconds => _model.MaximumSeconds;

    /// <inheritdoc />
    public IReadOnlyCollection<string> TranslatedLanguages => LanguagesOf(_model.Configuration).Translated;

    /// <summary>Opens a folder; weights that are no networks of ONNX are converted when that has not been done yet.</summary>
    /// <param name="folder">With config.json, tokenizer.json, and weights in one of the forms of <see cref="WeightsForm"/>.</param>
    /// <param name="paddingSeconds">The catalogue's value for this model, or null.</param>
    /// <param name="opinion">Owned by the result; null: nobody judges its hypotheses.</param>
    /// <param name="voice">Not owned; null: noise is told by the text alone.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public static WhisperSpeechModel Open(
        string folder, double? paddingSeconds, SecondOpinion? opinion = null, VoiceEvidence? voice = null)
        => new(WhisperModel.Open(folder, paddingSeconds), opinion, voice);

    /// <summary>The languages of the model in a folder, without its networks.</summary>
    /// <exception cref="FileNotFoundException">A file of its configuration is missing.</exception>
    /// <exception cref="InvalidDataException">A file of its configuration is not what it should be.</exception>
    public static SpeechModelLanguages LanguagesOf(string folder) => LanguagesOf(WhisperConfiguration.Load(folder));

    /// <inheritdoc />
    public IReadOnlyList<IReadOnlyList<LanguageProbability>> Identify(SpokenWindow window, IReadOnlyCollection<string>? among)
        => _recogniser.Identify(window, among);

    /// <inheritdoc />
    public void Recognise(Func<IPendingWindow?> next) => _recogniser.Recognise(next);

    /// <inheritdoc />
    public IReadOnlyList<RecognisedWindow> Recognise(IReadOnlyList<RecognitionRequest> requests, CancellationToken cancellationToken)
        => _recogniser.Recognise(requests, cancellationToken);

    /// <inheritdoc />
    public IReadOnlyList<AlignedWord> Align(RecognitionRequest request, string text) => _recogniser.Align(request, text);

    /// <inheritdoc />
    public void Dispose()
    {
        _recogniser.Dispose();
        _model.Dispose();
        _opinion?.Dispose();
    }

    private static SpeechModelLanguages LanguagesOf(WhisperConfiguration configuration) => new(
        configuration.IsMultilingual ? [.. configuration.Languages.Keys] : [English],
        configuration.Translate is null ? [] : [.. configuration.Languages.Keys.Where(language => language != English)]);
}
