using Hansard.Engine.Diagnostics;
using Hansard.Engine.Recognition.Rescoring;
using Hansard.Engine.Recognition.Whisper.Alignment;
using Hansard.Engine.Recognition.Whisper.Decoding;
using Hansard.Engine.Recognition.Whisper.Networks;
using Hansard.Engine.Recognition.Whisper.Rescoring;
using Hansard.Engine.Recognition.Whisper.Tokens;

namespace Hansard.Engine.Recognition.Whisper;

/// <summary>Attempts at the text of a window: the first, and others where it cannot be right.</summary>
/// <remarks>
/// A window whose text loops, or is too fast or too unlikely, is decoded again with other paddings, since a loop hangs on the exact length
/// of the window, then by OpenAI's temperature ladder (transcribe.decode_with_fallback). If nothing passes, the least faulty text is taken
/// and its loop cut off. Speech that is left out is recognised apart: attempts at other paddings, which it once got, gained no word
/// (docs/benchmarks.md, Speed).
/// </remarks>
internal sealed class WindowAttempts
{
    /// <summary>The ladder after temperature 0 (openai/whisper, transcribe.py: temperature).</summary>
    private static readonly double[] Temperatures = [0.2, 0.4, 0.6, 0.8, 1.0];

    /// <summary>Texts drawn at each (openai/whisper, transcribe.py: best_of).</summary>
    private const int SamplesPerTemperature = 5;

    /// <summary>
    /// Hypotheses kept at least. One alone cannot turn back from a wrong turn, and says its end twice: with a second, there are a fifth
    /// fewer errors for little time (docs/benchmarks.md, Greedy).
    /// </summary>
    private const int LeastBeam = 2;

    private readonly WhisperModel _model;
    private readonly WordAligner _aligner;
    private readonly SecondOpinion? _opinion;

    /// <param name="model">Not owned.</param>
    /// <param name="opinion">Not owned; null: nobody judges its hypotheses.</param>
    public WindowAttempts(WhisperModel model, SecondOpinion? opinion)
    {
        (_model, _opinion) = (model, opinion);
        _aligner = new WordAligner(model.Configuration, model.Tokenizer, model.Decoder);
    }

    /// <summary>Hypotheses that are kept of a window.</summary>
    // What is only a guess, and replaced soon, is to come quickly.
    public static int Beams(RecognitionRequest request) => request.HasFallback ? Math.Max(LeastBeam, request.BeamSize) : request.BeamSize;

    /// <summary>Begins on a window.</summary>
    /// <returns>Chooses its tokens.</returns>
    public BeamSearch Begin(RecognitionRequest request)
    {
        HypothesisOpinions.Prepare(_opinion, request);
        return Search(request);
    }

    private BeamSearch Search(RecognitionRequest request)
        => new(
            Beams(request), new TokenRules(_model.Configuration, request.PredictTimestamps),
            _model.Configuration.MaximumNewTokens - request.Prefix.Count, stopLoops: true, prefix: request.Prefix);

    /// <summary>
    /// Positions of the audio of a window, the attention to which is kept while it is decoded; 0 where its text is not decoded as it is
    /// aligned, in its own language and without times, or begins with what is given.
    /// </summary>
    public static int KeptPositions(RecognitionRequest request, ICrossAttention window)
        => request.Task is SpeechTask.Translate || request.PredictTimestamps || request.Prefix.Count > 0
            ? 0
            : AudioPositions(request, window);

    private static int AudioPositions(RecognitionRequest request, ICrossAttention window)
        => Math.Max(1, Math.Min(window.Positions, (int)Math.Round(request.Seconds * EncodedAudio.PositionsPerSecond)));

    /// <summary>Scripts besides Latin in which the text of a window may be.</summary>
    public static TokenScripts ScriptsOf(RecognitionRequest request)
        => request.Task is SpeechTask.Translate ? TokenScripts.None : WritingSystem.OfLanguage(request.RequiredLanguage);

    /// <summary>Tokens before the text of a window.</summary>
    public int[] PromptOf(RecognitionRequest request)
        => [.. Prompt.Build(_model.Configuration, request.RequiredLanguage, request.Task, request.PredictTimestamps), .. request.Prefix];

    /// <summary>The best text of a window.</summary>
    /// <param name="request">With its language.</param>
    /// <param name="window">Not owned.</param>
    /// <param name="search">Has come to its end.</param>
    /// <param name="cancellationToken">Stops at the next step of the decoder.</param>
    public Attempt Best(RecognitionRequest request, ICrossAttention window, BeamSearch search, CancellationToken cancellationToken)
    {
        using var opinions = new HypothesisOpinions(_model, _opinion, request);
        var hypotheses = opinions.Add(search.Hypotheses, cancellationToken);
        var best = WithoutSilence(Judge(request, search, hypotheses, window, owned: false));
        if (!request.HasFallback) return best;
        try
        {
            FallBackOnPaddings(request, ref best, opinions, cancellationToken);
            return Sample(request, best, cancellationToken);
        }
        catch
        {
            best.Dispose();
            throw;
        }
    }

    /// <summary>Times of the words of a text.</summary>
    public List<AlignedWord> Align(RecognitionRequest request, Hypothesis hypothesis, ICrossAttention window)
    {
        // Its words are in another order than the speech's.
        if (request.Task is SpeechTask.Translate) return [];
        using var stage = EngineMeter.Stage("alignment");
        var spoken = SpeechPositions.Of(request.Samples, request.Speech, AudioPositions(request, window));
        int[] text = [.. hypothesis.Tokens.Where(IsText)];
        // Of a token that is no text there is evidence too.
        var words = hypothesis.Evidence is { } evidence && text.Length == hypothesis.Tokens.Count
            ? _aligner.Align(text, evidence, request.RequiredLanguage, spoken)
            : _aligner.Align(window, text, request.RequiredLanguage, request.Seconds, spoken);
        return WordTimeCorrection.Apply(words, spoken, request.Seconds);
    }

    /// <summary>Decodes a faulty text at other paddings, one after another, until one passes.</summary>
    private void FallBackOnPaddings(
        RecognitionRequest request, ref Attempt best, HypothesisOpinions opinions, CancellationToken cancellationToken)
    {
        foreach (var padding in FallbackPaddings())
        {
            if (best.Fault is TextFault.None) return;
            EngineMeter.Fallback($"padding_{padding?.ToString() ?? "30"}");
            var window = _model.Encode(request.Samples, LogMelSpectrogram.WindowFrames(request.Samples.Length, padding));
            var isOwned = false;
            try
            {
                var search = Search(request);
                Decode(window, request, search, cancellationToken);
                var hypotheses = opinions.Add(search.Hypotheses, cancellationToken);
                var attempt = Judge(request, search, hypotheses, window, owned: true);
                isOwned = true;
                best = Better(best, attempt);
            }
            finally
            {
                if (!isOwned) window.Dispose();
            }
        }
    }

    /// <summary>Samples at higher temperatures, until a text passes; then the loop of what does not is cut off.</summary>
    private Attempt Sample(RecognitionRequest request, Attempt best, CancellationToken cancellationToken)
    {
        foreach (var temperature in Temperatures)
        {
            if (best.Fault is TextFault.None) return best;
            EngineMeter.Fallback($"temperature_{temperature}");
            var sampling = new Sampling(
                SamplesPerTemperature, temperature, new TokenRules(_model.Configuration, request.PredictTimestamps),
                _model.Configuration.MaximumNewTokens - request.Prefix.Count, seed: 0, request.Prefix);
            Decode(best.Window, request, sampling, cancellationToken);
            best = Better(best, Judge(request, sampling, sampling.Hypotheses, best.Window, owned: false));
        }
        return best.Fault is TextFault.None or TextFault.Unlikely ? best : Cut(request, best);
    }

    /// <summary>Cuts the loop off a text that no attempt could mend, and drops a text that nobody can have said so fast.</summary>
    private Attempt Cut(RecognitionRequest request, Attempt attempt)
    {
        EngineMeter.Fallback("cut");
        var tokens = attempt.Hypothesis.Tokens;
        int[] kept = [.. tokens.Take(RepetitionDetector.LoopStart(tokens))];
        var text = kept.Where(IsText).ToArray();
        if (FallbackCriteria.Judge(text, _model.Tokenizer.Decode(text), 0, request.SpeechSeconds) is TextFault.TooFast) kept = [];
        var cut = attempt.Hypothesis with { Tokens = kept, Evidence = null };
        return attempt with { Hypothesis = cut, Words = Align(request, cut, attempt.Window) };
    }

    /// <summary>Paddings of further attempts: a little longer and shorter first, the 30 s of training last.</summary>
    private double?[] FallbackPaddings() => _model.PaddingSeconds is { } padding
        ? [padding + 1, padding - 0.5, padding + 2, padding + 4, padding / 2, null]
        : [4, 2];

    /// <summary>Drops the text where the model believes neither in the text nor in speech.</summary>
    private Attempt WithoutSilence(Attempt attempt)
        => attempt.Hypothesis.AverageLogProbability < FallbackCriteria.MinimumAverageLogProbability
        && LanguageProbabilities.NoSpeech(attempt.Window.StartLogits, _model.Configuration) > FallbackCriteria.MaximumNoSpeech
            ? attempt with { Hypothesis = new Hypothesis([], 0, Finished: true), Words = [], Fault = TextFault.None, Gap = 0 }
            : attempt;

    private Attempt Judge(
        RecognitionRequest request, IDecodingStrategy strategy, IReadOnlyList<Hypothesis> hypotheses, ICrossAttention window, bool owned)
    {
        var hypothesis = HypothesisRanking.WithStop(HypothesisRanking.Best(hypotheses), hypotheses, EndsSentence);
        int[] text = [.. hypothesis.Tokens.Where(IsText)];
        var fault = FallbackCriteria.Judge(text, _model.Tokenizer.Decode(text), hypothesis.AverageLogProbability, request.SpeechSeconds);
        // Every hypothesis that went on was dropped for repeating itself, and what is left never came to an end.
        if (fault is TextFault.None && strategy.Looped && !hypothesis.Finished) fault = TextFault.Loop;
        if (strategy.Looped) EngineMeter.Fallback("early_stop");
        var words = Align(request, hypothesis, window);
        var gap = request.Task is SpeechTask.Translate ? 0 : SpeechCoverage.LongestGap(words, request.Speech);
        return new Attempt(hypothesis, words, fault, gap, window, owned)
        {
            Dropped = request.KeepAlternatives ? [.. hypotheses.Where(h => h.Finished && h != hypothesis)] : [],
        };
    }

    /// <summary>The less faulty of two; of two as faulty, the likelier that leaves out less.</summary>
    private static Attempt Better(Attempt current, Attempt next)
    {
        var better = next.Fault != current.Fault ? next.Fault < current.Fault : next.Score > current.Score;
        var (kept, dropped) = better ? (next, current) : (current, next);
        if (kept.Dropped.Count > 0) kept = kept with { Dropped = [.. kept.Dropped, dropped.Hypothesis] };
        if (ReferenceEquals(kept.Window, dropped.Window)) return kept with { Owned = kept.Owned || dropped.Owned };
        dropped.Dispose();
        return kept;
    }

    private void Decode(
        ICrossAttention window, RecognitionRequest request, IDecodingStrategy strategy, CancellationToken cancellationToken)
    {
        using var stage = EngineMeter.Stage("decoder");
        LockstepDecoding.Run(_model.Decoder, [window], [PromptOf(request)], [strategy], ScriptsOf(request), cancellationToken);
    }

    private bool EndsSentence(int token)
        => _model.Tokenizer.Decode([token]) is "." or "?" or "!" or "。" or "？" or "！" or "؟" or "।";

    private bool IsText(int token) => token < _model.Configuration.EndOfText;
}
