using Hansard.Engine.Recognition.Rescoring;
using Hansard.Engine.Recognition.Whisper.Decoding;

namespace Hansard.Engine.Recognition.Whisper.Rescoring;

/// <summary>Opinions of a second model on the hypotheses of a window.</summary>
internal sealed class HypothesisOpinions : IDisposable
{
    /// <summary>
    /// Texts are judged that are less likely by no more than this a token than the likeliest: a second opinion has never been worth
    /// more, and a fifth of the windows has no two such texts (docs/benchmarks.md, Second opinion).
    /// </summary>
    private const double Lead = 0.25;

    private readonly WhisperModel _model;
    private readonly SecondOpinion? _opinion;
    private readonly RecognitionRequest _request;
    private OpinionOfWindow? _window;

    /// <summary>Begins on a window.</summary>
    /// <param name="model">The model whose hypotheses they are.</param>
    /// <param name="opinion">The second one; null: there is none.</param>
    /// <param name="request">The window, with its language.</param>
    public HypothesisOpinions(WhisperModel model, SecondOpinion? opinion, RecognitionRequest request)
        => (_model, _opinion, _request) = (model, IsAsked(opinion, request) ? opinion : null, request);

    /// <summary>Loads the second model meanwhile if it is going to be asked on a window, as it is on four of five.</summary>
    public static void Prepare(SecondOpinion? opinion, RecognitionRequest request)
    {
        if (IsAsked(opinion, request)) opinion!.Prepare();
    }

    /// <summary>Adds its opinion to hypotheses, where it is asked for and they differ in their text.</summary>
    /// <param name="hypotheses">Of the window; what never came to an end, or is much less likely than the best, is not judged.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    /// <returns>The same, judged ones first.</returns>
    public IReadOnlyList<Hypothesis> Add(IReadOnlyList<Hypothesis> hypotheses, CancellationToken cancellationToken)
    {
        if (_opinion is null) return hypotheses;
        Hypothesis[] finished = [.. hypotheses.Where(h => h.Finished)];
        if (finished.Length < 2) return hypotheses;
        var least = finished.Max(h => h.MeanLogProbability) - Lead;
        Hypothesis[] near = [.. finished.Where(h => h.MeanLogProbability >= least)];
        if (near.Length < 2) return hypotheses;
        string[] texts = [.. near.Select(h => _model.Tokenizer.Decode(h.Tokens.Where(t => t < _model.Configuration.EndOfText)))];
        var judged = (_window ??= _opinion.On(_request.Samples, _request.RequiredLanguage)).Of(texts, cancellationToken);
        return
        [
            .. near.Select((h, i) => h with { Opinion = judged[i] }),
            .. finished.Except(near).Select(h => h with { Opinion = double.NegativeInfinity }),
            .. hypotheses.Where(h => !h.Finished),
        ];
    }

    /// <inheritdoc />
    public void Dispose() => _window?.Dispose();

    private static bool IsAsked(SecondOpinion? opinion, RecognitionRequest request)
        => opinion is not null && request.SecondOpinion && request.Task is not SpeechTask.Translate
            && opinion.Covers(request.RequiredLanguage);
}
