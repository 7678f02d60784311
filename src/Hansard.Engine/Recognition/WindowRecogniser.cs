using Hansard.Engine.Diagnostics;
using Hansard.Engine.Recognition.Alignment;
using Hansard.Engine.Recognition.Context;
using Hansard.Engine.Recognition.Decoding;
using Hansard.Engine.Recognition.Networks;
using Hansard.Engine.Recognition.Review;

namespace Hansard.Engine.Recognition;

/// <summary>
/// Recognises windows on the calling thread: several in lockstep at first, then each by itself where the first text cannot be right.
/// </summary>
/// <remarks>
/// The guard: a text that loops, or is too fast or too unlikely, is decoded again with other paddings, since a loop hangs on the
/// exact length of the window, then by OpenAI's temperature ladder (transcribe.decode_with_fallback). If nothing passes, the least
/// faulty text is taken and its loop cut off. A text that is merely doubtful (under -0.3 a token, or with speech that has no words)
/// gets two more attempts, and the likelier is kept: wrong words are unlikely at more than one length of the window. Speech that is
/// still left out then is recognised apart.
/// </remarks>
internal sealed class WindowRecogniser
{
    private static readonly double[] Temperatures = [0.2, 0.4, 0.6, 0.8, 1.0];
    private const int SamplesPerTemperature = 5;
    private const int MaximumLooks = 2;

    private readonly WhisperModel _model;
    private readonly WordAligner _aligner;
    private readonly SentenceReview _review;
    private readonly TermRecovery _terms;

    public WindowRecogniser(WhisperModel model)
    {
        _model = model;
        _aligner = new WordAligner(model.Configuration, model.Tokenizer, model.Decoder);
        _review = new SentenceReview(model);
        _terms = new TermRecovery(model);
    }

    /// <summary>Probabilities of the languages of a stretch of speech, the likeliest first.</summary>
    /// <param name="samples">16 kHz mono.</param>
    /// <param name="among">Only these are possible; null for all.</param>
    public IReadOnlyList<(string Language, double Probability)> Identify(ReadOnlySpan<float> samples, IReadOnlyCollection<string>? among)
    {
        if (!_model.Configuration.IsMultilingual) return [("en", 1)];
        // Padding by 1 s identifies as well as the 30 s that the model was trained on (models/whisper-base/README.md).
        var padding = _model.PaddingSeconds is null ? (double?)null : 1;
        using var window = _model.Encode(samples, LogMelSpectrogram.WindowFrames(samples.Length, padding));
        return LanguageProbabilities.Of(window.StartLogits, _model.Configuration, among);
    }

    /// <summary>Recognises windows that are decoded together.</summary>
    /// <param name="requests">Of the same number of prompt tokens.</param>
    /// <param name="cancellationTokens">One a request; work stops when all of them are cancelled.</param>
    public IReadOnlyList<RecognisedWindow> Recognise(IReadOnlyList<RecognitionRequest> requests, IReadOnlyList<CancellationToken> cancellationTokens)
    {
        var frames = requests.Max(r => LogMelSpectrogram.WindowFrames(r.Samples.Length, _model.PaddingSeconds));
        var windows = new ICrossAttention[requests.Count];
        try
        {
            for (var i = 0; i < windows.Length; i++) windows[i] = _model.Encode(requests[i].Samples, frames);
            BeamSearch[] searches = [.. requests.Select(Search)];
            Decode(windows, requests, searches, cancellationTokens);
            var results = new RecognisedWindow[windows.Length];
            for (var i = 0; i < results.Length; i++)
            {
                var first = Judge(requests[i], searches[i], windows[i], owned: false);
                using var best = Recover(requests[i], Review(requests[i], Improve(requests[i], first, cancellationTokens[i]), cancellationTokens[i]), cancellationTokens[i]);
                results[i] = best.LeavesOut && Split(requests[i]) is { } parts
                    ? Recognise(parts, best, cancellationTokens[i])
                    : new RecognisedWindow(best.Words, [.. best.Hypothesis.Tokens.Where(IsText)], best.Hypothesis.AverageLogProbability) { Fault = best.Fault };
            }
            return results;
        }
        finally
        {
            foreach (var window in windows) window?.Dispose();
        }
    }

    /// <summary>Other paddings, then higher temperatures, until a text passes.</summary>
    private Attempt Improve(RecognitionRequest request, Attempt best, CancellationToken cancellationToken)
    {
        if (IsSilence(best)) return best with { Hypothesis = new Hypothesis([], 0, Finished: true), Words = [], Fault = TextFault.None, Gap = 0 };
        var looks = 0;
        foreach (var padding in SecondLooks())
        {
            if (!best.IsDoubtful) return best;
            // Doubt alone is given a few more attempts, a fault all of them; who decodes greedily wants speed.
            if (best.Fault is TextFault.None && looks++ == (request.BeamSize == 1 ? 0 : MaximumLooks)) return best;
            EngineMeter.Guard($"padding_{padding?.ToString() ?? "30"}");
            var window = _model.Encode(request.Samples, LogMelSpectrogram.WindowFrames(request.Samples.Length, padding));
            var search = Search(request);
            Decode([window], [request], [search], [cancellationToken]);
            best = Better(best, Judge(request, search, window, owned: true));
        }
        foreach (var temperature in Temperatures)
        {
            if (best.Fault is TextFault.None) return best;
            EngineMeter.Guard($"temperature_{temperature}");
            var sampling = new Sampling(
                SamplesPerTemperature, temperature, new TokenRules(_model.Configuration, request.PredictTimestamps), _model.Configuration.MaximumNewTokens, seed: 0);
            Decode([best.Window], [request], [sampling], [cancellationToken]);
            best = Better(best, Judge(request, sampling, best.Window, owned: false));
        }
        return best.Fault is TextFault.None or TextFault.Unlikely ? best : Cut(request, best);
    }

    /// <summary>Hears sentences with an unlikely word again.</summary>
    private Attempt Review(RecognitionRequest request, Attempt attempt, CancellationToken cancellationToken)
    {
        // Who decodes greedily wants speed, and a translation's words are in another order than the speech's.
        if (attempt.Fault is not TextFault.None || request.BeamSize == 1 || request.Task is Prompt.Task.Translate) return attempt;
        if (_review.Review(request, attempt.Window, attempt.Words, cancellationToken) is not { } tokens) return attempt;
        var hypothesis = attempt.Hypothesis with { Tokens = tokens };
        return attempt with { Hypothesis = hypothesis, Words = Align(request, hypothesis, attempt.Window) };
    }

    /// <summary>Puts in terms of the context that were said and misheard, and writes those that were heard as they were given.</summary>
    private Attempt Recover(RecognitionRequest request, Attempt attempt, CancellationToken cancellationToken)
    {
        if (request.Context is null || attempt.Words.Count == 0) return attempt;
        if (_terms.Recover(request, attempt.Window, attempt.Words, cancellationToken) is { } tokens)
        {
            var hypothesis = attempt.Hypothesis with { Tokens = tokens };
            attempt = attempt with { Hypothesis = hypothesis, Words = Align(request, hypothesis, attempt.Window) };
        }
        return attempt with { Words = TermWriting.Apply(attempt.Words, new TermSpotter(request.Context.Given).FindExact(attempt.Words)) };
    }

    /// <summary>What is left of a text that no attempt could mend: its loop is cut off, and what nobody can have said so fast is not said at all.</summary>
    private Attempt Cut(RecognitionRequest request, Attempt attempt)
    {
        EngineMeter.Guard("cut");
        var tokens = attempt.Hypothesis.Tokens;
        int[] kept = [.. tokens.Take(RepetitionDetector.LoopStart(tokens))];
        var text = kept.Where(IsText).ToArray();
        if (TextGuard.Judge(text, _model.Tokenizer.Decode(text), 0, request.SpeechSeconds) is TextFault.TooFast) kept = [];
        var cut = attempt.Hypothesis with { Tokens = kept };
        return attempt with { Hypothesis = cut, Words = Align(request, cut, attempt.Window) };
    }

    /// <summary>Paddings of further attempts: a little longer and shorter first, the 30 s of training last.</summary>
    private double?[] SecondLooks() => _model.PaddingSeconds is { } padding
        ? [padding + 1, padding - 0.5, padding + 2, padding + 4, padding / 2, null]
        : [4, 2];

    private bool IsSilence(Attempt attempt)
        => attempt.Hypothesis.AverageLogProbability < TextGuard.MinimumAverageLogProbability
        && LanguageProbabilities.NoSpeech(attempt.Window.StartLogits, _model.Configuration) > TextGuard.MaximumNoSpeech;

    private Attempt Judge(RecognitionRequest request, IDecodingStrategy strategy, ICrossAttention window, bool owned)
    {
        var hypothesis = HypothesisRanking.Best(strategy.Hypotheses);
        int[] text = [.. hypothesis.Tokens.Where(IsText)];
        var fault = TextGuard.Judge(text, _model.Tokenizer.Decode(text), hypothesis.AverageLogProbability, request.SpeechSeconds);
        // Every hypothesis that went on was dropped for repeating itself, and what is left never came to an end.
        if (fault is TextFault.None && strategy.Looped && !hypothesis.Finished) fault = TextFault.Loop;
        if (strategy.Looped) EngineMeter.Guard("early_stop");
        var words = Align(request, hypothesis, window);
        var gap = request.Task is Prompt.Task.Translate ? 0 : SpeechCoverage.LongestGap(words, request.Speech);
        return new Attempt(hypothesis, words, fault, gap, window, owned);
    }

    /// <summary>
    /// The two parts of a window at its longest pause, or null where there is none. What is left out of a window of several
    /// sentences is heard when they are recognised apart.
    /// </summary>
    private static (RecognitionRequest First, RecognitionRequest Second, double SecondStart)? Split(RecognitionRequest request)
    {
        if (request.Speech.Count < 2) return null;
        var at = Enumerable.Range(1, request.Speech.Count - 1).MaxBy(i => request.Speech[i].Start - request.Speech[i - 1].End);
        var cut = (request.Speech[at - 1].End + request.Speech[at].Start) / 2;
        var sample = Math.Clamp((int)(cut * Audio.AudioSpecification.SampleRate), 1, request.Samples.Length - 1);
        var second = (double)sample / Audio.AudioSpecification.SampleRate;
        return (
            request with { Samples = request.Samples[..sample], Speech = [.. request.Speech.Take(at)] },
            request with { Samples = request.Samples[sample..], Speech = [.. request.Speech.Skip(at).Select(s => (Math.Max(0, s.Start - second), s.End - second))] },
            second);
    }

    /// <summary>Recognises the parts of a window; what was heard of the whole is kept if the parts leave out as much.</summary>
    private RecognisedWindow Recognise((RecognitionRequest First, RecognitionRequest Second, double SecondStart) parts, Attempt whole, CancellationToken cancellationToken)
    {
        EngineMeter.Guard("split");
        var first = Recognise([parts.First], [cancellationToken])[0];
        var second = Recognise([parts.Second], [cancellationToken])[0];
        List<TimedWord> words = [.. first.Words, .. second.Words.Select(w => w with { Start = w.Start + parts.SecondStart, End = w.End + parts.SecondStart })];
        (double, double)[] speech = [.. parts.First.Speech, .. parts.Second.Speech.Select(s => (s.Start + parts.SecondStart, s.End + parts.SecondStart))];
        return SpeechCoverage.LongestGap(words, speech) < whole.Gap
            ? new RecognisedWindow(words, [.. first.Tokens, .. second.Tokens], Math.Min(first.AverageLogProbability, second.AverageLogProbability)) { Fault = first.Fault > second.Fault ? first.Fault : second.Fault }
            : new RecognisedWindow(whole.Words, [.. whole.Hypothesis.Tokens.Where(IsText)], whole.Hypothesis.AverageLogProbability) { Fault = whole.Fault };
    }

    /// <summary>The less faulty of two; of two as faulty, the likelier that leaves out less.</summary>
    private static Attempt Better(Attempt current, Attempt next)
    {
        var better = next.Fault != current.Fault ? next.Fault < current.Fault : next.Score > current.Score;
        var (kept, dropped) = better ? (next, current) : (current, next);
        if (ReferenceEquals(kept.Window, dropped.Window)) return kept with { Owned = kept.Owned || dropped.Owned };
        dropped.Dispose();
        return kept;
    }

    private List<TimedWord> Align(RecognitionRequest request, Hypothesis hypothesis, ICrossAttention window)
    {
        // Its words are in another order than the speech's.
        if (request.Task is Prompt.Task.Translate) return [];
        using var stage = EngineMeter.Stage("alignment");
        var words = _aligner.Align(window, [.. hypothesis.Tokens.Where(IsText)], request.Language, request.Seconds);
        return WordTimeCorrection.Apply(words, request.Seconds);
    }

    private BeamSearch Search(RecognitionRequest request)
        => new(request.BeamSize, new TokenRules(_model.Configuration, request.PredictTimestamps), _model.Configuration.MaximumNewTokens, stopLoops: true);

    private bool IsText(int token) => token < _model.Configuration.EndOfText;

    private void Decode(
        IReadOnlyList<ICrossAttention> windows,
        IReadOnlyList<RecognitionRequest> requests,
        IReadOnlyList<IDecodingStrategy> strategies,
        IReadOnlyList<CancellationToken> cancellationTokens)
    {
        using var stage = EngineMeter.Stage("decoder");
        IReadOnlyList<int>[] prompts = [.. requests.Select(r => Prompt.Build(
            _model.Configuration, r.Language, r.Task, r.PredictTimestamps, r.Previous))];
        BatchDecoding.Run(_model.Decoder, windows, prompts, strategies, cancellationTokens);
    }

    /// <summary>A text, its words, what is wrong with it, and the window that it was heard in.</summary>
    private sealed record Attempt(Hypothesis Hypothesis, List<TimedWord> Words, TextFault Fault, double Gap, ICrossAttention Window, bool Owned) : IDisposable
    {
        private const double DoubtfulLogProbability = -0.3;
        private const double DoubtfulGap = 0.8;
        private const double CostOfRepeat = 0.5;
        private const double CostOfGap = 0.3;

        /// <summary>Comparable among attempts at the same window.</summary>
        public double Score => Hypothesis.AverageLogProbability - (CostOfGap * Math.Max(0, Gap - 0.3)) - (RepetitionDetector.EndsInRepeat(Hypothesis.Tokens) ? CostOfRepeat : 0);

        /// <summary>Whether more speech than a pause in a sentence has no words.</summary>
        public bool LeavesOut => Gap > DoubtfulGap;

        /// <summary>Whether another attempt is worth its time: where attempts disagree, the likelier one is usually right.</summary>
        public bool IsDoubtful => Fault is not TextFault.None || LeavesOut || Hypothesis.AverageLogProbability < DoubtfulLogProbability;

        public void Dispose()
        {
            if (Owned) Window.Dispose();
        }
    }
}
