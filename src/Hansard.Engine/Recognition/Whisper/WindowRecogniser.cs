using Hansard.Engine.Diagnostics;
using Hansard.Engine.Recognition.Context;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Recognition.Rescoring;
using Hansard.Engine.Recognition.Whisper.Alignment;
using Hansard.Engine.Recognition.Whisper.Alternatives;
using Hansard.Engine.Recognition.Whisper.Decoding;
using Hansard.Engine.Recognition.Whisper.Networks;
using Hansard.Engine.Recognition.Whisper.Noise;
using Hansard.Engine.Recognition.Whisper.Rescoring;
using Hansard.Engine.Recognition.Whisper.Terms;

namespace Hansard.Engine.Recognition.Whisper;

/// <summary>
/// Recognises windows on the calling thread: several in lockstep at first, then each by itself where the first text cannot be right.
/// </summary>
/// <remarks>
/// The fallbacks: a text that loops, or is too fast or too unlikely, is decoded again with other paddings, since a loop hangs on the
/// exact length of the window, then by OpenAI's temperature ladder (transcribe.decode_with_fallback). If nothing passes, the least
/// faulty text is taken and its loop cut off. Speech that is left out is recognised apart: attempts at other paddings, which it once got,
/// gained no word (docs/benchmarks.md, Speed). A short text that the sound does not bear is dropped.
/// </remarks>
internal sealed class WindowRecogniser : IDisposable
{
    /// <summary>The ladder after temperature 0 (openai/whisper, transcribe.py: temperature).</summary>
    private static readonly double[] Temperatures = [0.2, 0.4, 0.6, 0.8, 1.0];

    /// <summary>Texts drawn at each (openai/whisper, transcribe.py: best_of).</summary>
    private const int SamplesPerTemperature = 5;

    /// <summary>
    /// Rows decoded together at most: four windows with five beams, a step of which takes × 0.6 (docs/benchmarks.md, Speed).
    /// </summary>
    private const int RowBudget = 20;

    /// <summary>Windows decoded together at most: as many were measured greedily (docs/benchmarks.md, Speed).</summary>
    private const int WindowBudget = 8;

    /// <summary>
    /// Hypotheses kept at least. One alone cannot turn back from a wrong turn, and says its end twice: with a second, there are a fifth
    /// fewer errors for little time (docs/benchmarks.md, Greedy).
    /// </summary>
    private const int LeastBeam = 2;

    /// <summary>Tokens of a word that the vocabulary does not know.</summary>
    private const int RareTokens = 3;

    private readonly WhisperModel _model;
    private readonly WordAligner _aligner;
    private readonly TermRecovery _terms;
    private readonly NoiseDetection _noise;
    private readonly KeptEncodings _kept = new();
    private readonly WindowLanguages _languages;
    private readonly WordAlternatives _alternatives;
    private readonly SecondOpinion? _opinion;

    /// <param name="model">Not owned.</param>
    /// <param name="opinion">Not owned; null: nobody judges its hypotheses.</param>
    /// <param name="voice">Not owned; null: noise is told by the text alone.</param>
    public WindowRecogniser(WhisperModel model, SecondOpinion? opinion = null, VoiceEvidence? voice = null)
    {
        (_model, _opinion) = (model, opinion);
        _aligner = new WordAligner(model.Configuration, model.Tokenizer, model.Decoder);
        _terms = new TermRecovery(model);
        _noise = new NoiseDetection(model, voice);
        _languages = new WindowLanguages(model, _kept);
        _alternatives = new WordAlternatives(model.Tokenizer, model.Configuration);
    }

    /// <summary>Probabilities of the languages of each part of a window, the likeliest first.</summary>
    /// <param name="window">The window.</param>
    /// <param name="among">Only these are possible; null for all.</param>
    public IReadOnlyList<IReadOnlyList<LanguageProbability>> Identify(SpokenWindow window, IReadOnlyCollection<string>? among)
        => _languages.Identify(window, among);

    /// <summary>Finds when a given text is said, by the attention that the decoder pays while it is made to say it.</summary>
    /// <param name="request">The window, and the language of the text.</param>
    /// <param name="text">All that is said in the window.</param>
    /// <returns>Its words; none where the text is longer than any that the model would write.</returns>
    public IReadOnlyList<AlignedWord> Align(RecognitionRequest request, string text)
    {
        var tokens = _model.Tokenizer.Encode(text);
        if (tokens.Count > _model.Configuration.MaximumNewTokens) return [];
        using var window = _model.Encode(request.Samples);
        return Align(request, new Hypothesis(tokens, 0, Finished: true), window);
    }

    /// <summary>Recognises windows that are decoded together.</summary>
    /// <param name="requests">Of the same number of prompt tokens.</param>
    /// <param name="cancellationToken">Stops at the next step of the decoder.</param>
    public IReadOnlyList<RecognisedWindow> Recognise(IReadOnlyList<RecognitionRequest> requests, CancellationToken cancellationToken)
    {
        var windows = new ICrossAttention[requests.Count];
        var best = new Attempt?[requests.Count];
        try
        {
            var longest = requests.Max(r => LogMelSpectrogram.WindowFrames(r.Samples.Length, _model.PaddingSeconds));
            for (var i = 0; i < windows.Length; i++)
            {
                var samples = requests[i].Samples;
                var own = LogMelSpectrogram.WindowFrames(samples.Length, _model.PaddingSeconds);
                var frames = _model.Decoder.MixesLengths ? own : longest;
                windows[i] = (frames == own ? _kept.Take(samples) : null) ?? _model.Encode(samples, frames);
            }
            requests = [.. requests.Zip(windows, WithLanguage)];
            BeamSearch[] searches = [.. requests.Select(Search)];
            Decode(windows, requests, searches, cancellationToken);
            using (var opinions = new HypothesisOpinions(_model, _opinion, requests))
            {
                for (var i = 0; i < best.Length; i++)
                {
                    var hypotheses = opinions.Add(i, searches[i].Hypotheses, cancellationToken);
                    best[i] = WithoutSilence(Judge(requests[i], searches[i], hypotheses, windows[i], owned: false));
                }
                FallBackOnPaddings(requests, best!, opinions, cancellationToken);
            }
            var results = new RecognisedWindow[requests.Count];
            for (var i = 0; i < results.Length; i++)
            {
                if (requests[i].HasFallback) best[i] = Sample(requests[i], best[i]!, cancellationToken);
                if (_noise.IsNoise(requests[i], best[i]!))
                {
                    EngineMeter.Fallback("noise");
                    results[i] = new RecognisedWindow([], "", [], best[i]!.Hypothesis.AverageLogProbability, requests[i].Language)
                    {
                        IsNoise = true,
                    };
                    continue;
                }
                best[i] = Recover(requests[i], best[i]!, cancellationToken);
                results[i] = best[i]!.LeavesOut && requests[i].HasFallback && Split(requests[i]) is { } parts
                    ? Recognise(parts, best[i]!, cancellationToken)
                    : Result(requests[i], best[i]!);
            }
            return results;
        }
        finally
        {
            foreach (var attempt in best) attempt?.Dispose();
            foreach (var window in windows) window?.Dispose();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _noise.Dispose();
        _kept.Dispose();
    }

    /// <summary>Decodes faulty texts at other paddings, one after another, until one passes.</summary>
    private void FallBackOnPaddings(
        IReadOnlyList<RecognitionRequest> requests, Attempt[] best, HypothesisOpinions opinions, CancellationToken cancellationToken)
    {
        var together = _model.Decoder.MixesLengths ? Math.Clamp(RowBudget / requests.Max(Beams), 1, WindowBudget) : 1;
        foreach (var padding in FallbackPaddings())
        {
            PaddingAttempt[] round =
            [
                .. Enumerable.Range(0, best.Length).Where(i => requests[i].HasFallback && best[i].Fault is not TextFault.None)
                    .Select(i => new PaddingAttempt(i, padding)),
            ];
            if (round.Length == 0) return;
            foreach (var attempts in round.Chunk(together)) Decode(requests, best, attempts, opinions, cancellationToken);
        }
    }

    /// <summary>Decodes windows at other paddings, and keeps what is better than the best.</summary>
    private void Decode(
        IReadOnlyList<RecognitionRequest> requests, Attempt[] best, PaddingAttempt[] attempts, HypothesisOpinions opinions,
        CancellationToken cancellationToken)
    {
        List<ICrossAttention> windows = [];
        var judged = 0;
        try
        {
            foreach (var (i, padding) in attempts)
            {
                EngineMeter.Fallback($"padding_{padding?.ToString() ?? "30"}");
                windows.Add(_model.Encode(requests[i].Samples, LogMelSpectrogram.WindowFrames(requests[i].Samples.Length, padding)));
            }
            RecognitionRequest[] again = [.. attempts.Select(a => requests[a.Window])];
            BeamSearch[] searches = [.. again.Select(Search)];
            Decode(windows, again, searches, cancellationToken);
            for (; judged < attempts.Length; judged++)
            {
                var i = attempts[judged].Window;
                var hypotheses = opinions.Add(i, searches[judged].Hypotheses, cancellationToken);
                best[i] = Better(best[i], Judge(again[judged], searches[judged], hypotheses, windows[judged], owned: true));
            }
        }
        finally
        {
            foreach (var window in windows.Skip(judged)) window.Dispose();
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
            Decode([best.Window], [request], [sampling], cancellationToken);
            best = Better(best, Judge(request, sampling, sampling.Hypotheses, best.Window, owned: false));
        }
        return best.Fault is TextFault.None or TextFault.Unlikely ? best : Cut(request, best);
    }

    /// <summary>
    /// Puts in terms of the context that were said and misrecognised, and writes those that were recognised as they were given.
    /// </summary>
    private Attempt Recover(RecognitionRequest request, Attempt attempt, CancellationToken cancellationToken)
    {
        if (request.Context is null || attempt.Words.Count == 0) return attempt;
        if (_terms.Recover(request, attempt.Window, attempt.Words, cancellationToken) is { } tokens)
        {
            var hypothesis = attempt.Hypothesis with { Tokens = tokens };
            attempt = attempt with { Hypothesis = hypothesis, Words = Align(request, hypothesis, attempt.Window) };
        }
        ContextTerm[] written = [.. request.Context.Given, .. request.Context.Names.Where(IsRare)];
        var spots = new TermSpotter(written).FindExact(attempt.Words).FindAll(
            s => !TermWriting.IsWordOf(
                s.Term, string.Concat(attempt.Words.Skip(s.First).Take(s.Count).Select(w => w.Text)), request.RequiredLanguage));
        return attempt with { Words = TermWriting.Apply(attempt.Words, spots) };
    }

    /// <summary>Cuts the loop off a text that no attempt could mend, and drops a text that nobody can have said so fast.</summary>
    private Attempt Cut(RecognitionRequest request, Attempt attempt)
    {
        EngineMeter.Fallback("cut");
        var tokens = attempt.Hypothesis.Tokens;
        int[] kept = [.. tokens.Take(RepetitionDetector.LoopStart(tokens))];
        var text = kept.Where(IsText).ToArray();
        if (FallbackCriteria.Judge(text, _model.Tokenizer.Decode(text), 0, request.SpeechSeconds) is TextFault.TooFast) kept = [];
        var cut = attempt.Hypothesis with { Tokens = kept };
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

    /// <summary>
    /// The two parts of a window at its longest pause, or null where there is none. What is left out of a window of several
    /// sentences is recognised when they are apart.
    /// </summary>
    private static SplitWindow? Split(RecognitionRequest request)
    {
        if (request.Speech.Count < 2 || request.Prefix.Count > 0) return null;
        var at = Enumerable.Range(1, request.Speech.Count - 1).MaxBy(i => request.Speech[i].Start - request.Speech[i - 1].End);
        var cut = (request.Speech[at - 1].End + request.Speech[at].Start) / 2;
        var sample = Math.Clamp((int)(cut * Audio.AudioSpecification.SampleRate), 1, request.Samples.Length - 1);
        var second = (double)sample / Audio.AudioSpecification.SampleRate;
        return new SplitWindow(
            request with { Samples = request.Samples[..sample], Speech = [.. request.Speech.Take(at)] },
            request with
            {
                Samples = request.Samples[sample..],
                Speech = [.. request.Speech.Skip(at).Select(s => new SpeechInterval(Math.Max(0, s.Start - second), s.End - second))],
            },
            second);
    }

    /// <summary>Recognises the parts of a window; the text of the whole is kept if the parts leave out as much.</summary>
    private RecognisedWindow Recognise(SplitWindow parts, Attempt whole, CancellationToken cancellationToken)
    {
        EngineMeter.Fallback("split");
        var results = Recognise([parts.First, parts.Second], cancellationToken);
        var (first, second) = (results[0], results[1]);
        List<AlignedWord> words =
            [.. first.Words, .. second.Words.Select(w => w with { Start = w.Start + parts.SecondStart, End = w.End + parts.SecondStart })];
        SpeechInterval[] speech = [
            .. parts.First.Speech,
            .. parts.Second.Speech.Select(s => new SpeechInterval(s.Start + parts.SecondStart, s.End + parts.SecondStart))
        ];
        return SpeechCoverage.LongestGap(words, speech) < whole.Gap
            ? new RecognisedWindow(
                words, first.Text + second.Text, [.. first.Tokens, .. second.Tokens],
                Math.Min(first.AverageLogProbability, second.AverageLogProbability), first.Language)
            {
                IsFaulty = first.IsFaulty || second.IsFaulty,
                IsNoise = first.IsNoise && second.IsNoise,
            }
            : Result(parts.First, whole);
    }

    private RecognisedWindow Result(RecognitionRequest request, Attempt attempt)
    {
        int[] tokens = [.. attempt.Hypothesis.Tokens.Where(IsText)];
        var words = request.KeepAlternatives
            ? _alternatives.Add(attempt.Words, attempt.Dropped, request.RequiredLanguage)
            : attempt.Words;
        return new RecognisedWindow(
            words, _model.Tokenizer.Decode(tokens), tokens, attempt.Hypothesis.AverageLogProbability, request.Language)
        {
            IsFaulty = attempt.Fault is not TextFault.None,
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

    private List<AlignedWord> Align(RecognitionRequest request, Hypothesis hypothesis, ICrossAttention window)
    {
        // Its words are in another order than the speech's.
        if (request.Task is SpeechTask.Translate) return [];
        using var stage = EngineMeter.Stage("alignment");
        var positions = Math.Max(1, Math.Min(window.Positions, (int)Math.Round(request.Seconds * EncodedAudio.PositionsPerSecond)));
        var spoken = SpeechPositions.Of(request.Samples, request.Speech, positions);
        var words = _aligner.Align(window, [.. hypothesis.Tokens.Where(IsText)], request.RequiredLanguage, request.Seconds, spoken);
        return WordTimeCorrection.Apply(words, spoken, request.Seconds);
    }

    private RecognitionRequest WithLanguage(RecognitionRequest request, ICrossAttention window)
        => request.LanguageChoice is { } choice && _model.Configuration.IsMultilingual
            ? request with
            {
                Language = choice.Choose(LanguageProbabilities.Of(window.StartLogits, _model.Configuration, choice.Among)),
            }
            : request;

    // What is only a guess, and replaced soon, is to come quickly.
    private static int Beams(RecognitionRequest request) => request.HasFallback ? Math.Max(LeastBeam, request.BeamSize) : request.BeamSize;

    private BeamSearch Search(RecognitionRequest request)
        => new(
            Beams(request), new TokenRules(_model.Configuration, request.PredictTimestamps),
            _model.Configuration.MaximumNewTokens - request.Prefix.Count, stopLoops: true, prefix: request.Prefix);

    /// <summary>
    /// Determines whether a name can be no ordinary word: "Zestoretic" takes several tokens in small letters, "rose", which is a flower
    /// too, one.
    /// </summary>
    private bool IsRare(ContextTerm name) => _model.Tokenizer.Encode($" {name.Text.ToLowerInvariant()}").Count >= RareTokens;

    private bool EndsSentence(int token)
        => _model.Tokenizer.Decode([token]) is "." or "?" or "!" or "。" or "？" or "！" or "؟" or "।";

    private bool IsText(int token) => token < _model.Configuration.EndOfText;

    private void Decode(
        IReadOnlyList<ICrossAttention> windows,
        IReadOnlyList<RecognitionRequest> requests,
        IReadOnlyList<IDecodingStrategy> strategies,
        CancellationToken cancellationToken)
    {
        using var stage = EngineMeter.Stage("decoder");
        IReadOnlyList<int>[] prompts = [.. requests.Select(r => (int[])[
            .. Prompt.Build(_model.Configuration, r.RequiredLanguage, r.Task, r.PredictTimestamps), .. r.Prefix])];
        BatchDecoding.Run(_model.Decoder, windows, prompts, strategies, cancellationToken);
    }

    /// <summary>An attempt at a window with another padding.</summary>
    /// <param name="Window">Index of the window.</param>
    /// <param name="Padding">Seconds of silence after it; null: up to the 30 s of training.</param>
    private readonly record struct PaddingAttempt(int Window, double? Padding);

    /// <summary>A window cut in two.</summary>
    /// <param name="First">Up to the cut.</param>
    /// <param name="Second">From the cut on.</param>
    /// <param name="SecondStart">Seconds from the start of the window.</param>
    private sealed record SplitWindow(RecognitionRequest First, RecognitionRequest Second, double SecondStart);
}
