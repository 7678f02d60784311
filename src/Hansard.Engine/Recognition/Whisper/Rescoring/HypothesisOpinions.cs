using Hansard.Engine.Recognition.Rescoring;
using Hansard.Engine.Recognition.Whisper.Decoding;

namespace Hansard.Engine.Recognition.Whisper.Rescoring;

/// <summary>Opinions of a second model on the hypotheses of windows that are recognised together.</summary>
internal sealed class HypothesisOpinions : IDisposable
{
    /// <summary>
    /// Texts are judged that are less likely by no more than this a token than the likeliest: a second opinion has never been worth
    /// more, and a fifth of the windows has no two such texts (docs/benchmarks.md, Second opinion).
    /// </summary>
    private const double Lead = 0.25;

    private readonly WhisperModel _model;
    private readonly SecondOpinion? _opinion;
    private readonly IReadOnlyList<RecognitionRequest> _requests;
    private readonly OpinionOfWindow?[] _windows;

    /// <summary>Begins on windows: four of five have texts to be judged, so the second model is loaded while they are recognised.</summary>
    /// <param name="model">The model whose hypotheses they are.</param>
    /// <param name="opinion">The second one; null: there is none.</param>
    /// <param name="requests">For each window; with its language.</param>
    public HypothesisOpinions(WhisperModel model, SecondOpinion? opinion, IReadOnlyList<RecognitionRequest> requests)
    {
        (_model, _opinion, _requests, _windows) = (model, opinion, requests, new OpinionOfWindow?[requests.Count]);
        if (requests.Any(IsJudged)) opinion?.Prepare();
    }

    /// <summary>Adds its opinion to hypotheses, where it is asked for and they differ in their text.</summary>
    /// <param name="window">Index of the window.</param>
    /// <param name="hypotheses">Of the window; what never came to an end, or is much less likely than the best, is not judged.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    /// <returns>The same, judged ones first.</returns>
    public IReadOnlyList<Hypothesis> Add(int window, IReadOnlyList<Hypothesis> hypotheses, CancellationToken cancellationToken)
    {
        var request = _requests[window];
        if (!IsJudged(request)) return hypotheses;
        Hypothesis[] finished = [.. hypotheses.Where(h => h.Finished)];
        if (finished.Length < 2) return hypotheses;
        var least = finished.Max(h => h.MeanLogProbability) - Lead;
        Hypothesis[] near = [.. finished.Where(h => h.MeanLogProbability >= least)];
        if (near.Length < 2) return hypotheses;
        string[] texts = [.. near.Select(h => _model.Tokenizer.Decode(h.Tokens.Where(t => t < _model.Configuration.EndOfText)))];
        var judged = (_windows[window] ??= _opinion!.On(request.Samples, request.RequiredLanguage)).Of(texts, cancellationToken);
        return
        [
            .. near.Select((h, i) => h with { Opinion = judged[i] }),
            .. finished.Except(near).Select(h => h with { Opinion = double.NegativeInfinity }),
            .. hypotheses.Where(h => !h.Finished),
        ];
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var window in _windows) window?.Dispose();
    }

    private bool IsJudged(RecognitionRequest request)
        => _opinion is not null && request.SecondOpinion && request.Task is not SpeechTask.Translate
            && _opinion.Covers(request.RequiredLanguage);
}
