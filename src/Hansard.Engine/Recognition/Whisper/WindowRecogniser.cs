using Hansard.Engine.Diagnostics;
using Hansard.Engine.Recognition.Context;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Recognition.Rescoring;
using Hansard.Engine.Recognition.Whisper.Alternatives;
using Hansard.Engine.Recognition.Whisper.Decoding;
using Hansard.Engine.Recognition.Whisper.Networks;
using Hansard.Engine.Recognition.Whisper.Noise;
using Hansard.Engine.Recognition.Whisper.Terms;

namespace Hansard.Engine.Recognition.Whisper;

/// <summary>
/// Recognises windows on the calling thread: several in lockstep, then each by itself where its first text cannot be right
/// (<see cref="WindowAttempts"/>).
/// </summary>
/// <remarks>A short text that the sound does not bear is dropped, and speech that is left out is recognised apart.</remarks>
internal sealed class WindowRecogniser : IDisposable
{
    /// <summary>
    /// Rows decoded together at most: four windows with five beams, a step of which takes × 0.6 (docs/benchmarks.md, Speed).
    /// </summary>
    private const int RowBudget = 20;

    /// <summary>Windows decoded together at most: as many were measured greedily (docs/benchmarks.md, Speed).</summary>
    private const int WindowBudget = 8;

    /// <summary>Tokens of a word that the vocabulary does not know.</summary>
    private const int RareTokens = 3;

    private readonly WhisperModel _model;
    private readonly WindowAttempts _attempts;
    private readonly TermRecovery _terms;
    private readonly NoiseDetection _noise;
    private readonly KeptEncodings _kept = new();
    private readonly WindowLanguages _languages;
    private readonly WordAlternatives _alternatives;

    /// <param name="model">Not owned.</param>
    /// <param name="opinion">Not owned; null: nobody judges its hypotheses.</param>
    /// <param name="voice">Not owned; null: noise is told by the text alone.</param>
    public WindowRecogniser(WhisperModel model, SecondOpinion? opinion = null, VoiceEvidence? voice = null)
    {
        _model = model;
        _attempts = new WindowAttempts(model, opinion);
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
        using var window = Encoding(request.Samples);
        return _attempts.Align(request, new Hypothesis(tokens, 0, Finished: true), window);
    }

    /// <summary>Recognises windows in lockstep: as one comes to its end, the next joins the others.</summary>
    /// <param name="next">Gives a window; null if none is to join now.</param>
    public void Recognise(Func<IPendingWindow?> next)
    {
        using var decoding = new LockstepDecoding(_model.Decoder);
        List<RunningWindow> running = [];
        try
        {
            while (true)
            {
                while (HasRoom(running) && next() is { } pending) running.Add(Begin(pending, decoding));
                foreach (var gone in running.FindAll(window => window.Pending.CancellationToken.IsCancellationRequested))
                {
                    decoding.Leave(gone.Search);
                    Remove(gone);
                }
                if (running.Count == 0) return;
                IReadOnlyList<IDecodingStrategy> ended;
                using (EngineMeter.Stage("decoder")) ended = decoding.Step();
                foreach (var search in ended)
                {
                    var window = running.Find(one => one.Search == search)!;
                    Finish(window);
                    Remove(window);
                }
            }
        }
        finally
        {
            foreach (var window in running) window.Dispose();
        }

        void Remove(RunningWindow window)
        {
            running.Remove(window);
            window.Dispose();
        }
    }

    /// <summary>Recognises windows together.</summary>
    /// <param name="requests">The windows.</param>
    /// <param name="cancellationToken">Stops at the next step of the decoder.</param>
    public IReadOnlyList<RecognisedWindow> Recognise(IReadOnlyList<RecognitionRequest> requests, CancellationToken cancellationToken)
    {
        GivenWindow[] given = [.. requests.Select(request => new GivenWindow(request, cancellationToken))];
        var waiting = new Queue<GivenWindow>(given);
        Recognise(() => waiting.TryDequeue(out var window) ? window : null);
        cancellationToken.ThrowIfCancellationRequested();
        return [.. given.Select(window => window.Result!)];
    }

    /// <summary>The encoding of a window: that by which its languages were told, if they were.</summary>
    private ICrossAttention Encoding(float[] samples) => _kept.Take(samples) ?? _model.Encode(samples);

    private bool HasRoom(List<RunningWindow> running)
    {
        if (running.Count == 0) return true;
        if (!_model.Decoder.MixesWindows) return false;
        var rows = running.Sum(window => WindowAttempts.Beams(window.Request)) + WindowAttempts.Beams(running[^1].Request);
        return rows <= RowBudget && running.Count < WindowBudget;
    }

    private RunningWindow Begin(IPendingWindow pending, LockstepDecoding decoding)
    {
        var window = Encoding(pending.Request.Samples);
        var request = WithLanguage(pending.Request, window);
        var search = _attempts.Begin(request);
        decoding.Enter(
            window, _attempts.PromptOf(request), search, WindowAttempts.KeptPositions(request, window),
            WindowAttempts.ScriptsOf(request));
        return new RunningWindow(pending, request, window, search);
    }

    /// <summary>Judges what was decoded, tries again what cannot be right, and hands it over.</summary>
    private void Finish(RunningWindow running)
    {
        var (pending, request, window, search) = running;
        try
        {
            pending.Complete(Result(request, window, search, pending.CancellationToken));
        }
        catch (OperationCanceledException) when (pending.CancellationToken.IsCancellationRequested)
        {
            // Nobody waits for it, but for others that are decoded with it.
        }
    }

    private RecognisedWindow Result(
        RecognitionRequest request, ICrossAttention window, BeamSearch search, CancellationToken cancellationToken)
    {
        Attempt? best = null;
        try
        {
            best = _attempts.Best(request, window, search, cancellationToken);
            if (_noise.IsNoise(request, best))
            {
                EngineMeter.Fallback("noise");
                return new RecognisedWindow([], "", [], best.Hypothesis.AverageLogProbability, request.Language) { IsNoise = true };
            }
            best = Recover(request, best, cancellationToken);
            return best.LeavesOut && request.HasFallback && Split(request) is { } parts
                ? Recognise(parts, best, cancellationToken)
                : Result(request, best);
        }
        finally
        {
            best?.Dispose();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _noise.Dispose();
        _kept.Dispose();
    }

    /// <summary>
    /// Puts in terms of the context that were said and misrecognised, and writes those that were recognised as they were given.
    /// </summary>
    private Attempt Recover(RecognitionRequest request, Attempt attempt, CancellationToken cancellationToken)
    {
        if (request.Context is null || attempt.Words.Count == 0) return attempt;
        if (_terms.Recover(request, attempt.Window, attempt.Words, cancellationToken) is { } tokens)
        {
            var hypothesis = attempt.Hypothesis with { Tokens = tokens, Evidence = null };
            attempt = attempt with { Hypothesis = hypothesis, Words = _attempts.Align(request, hypothesis, attempt.Window) };
        }
        ContextTerm[] written = [.. request.Context.Given, .. request.Context.Names.Where(IsRare)];
        var spots = new TermSpotter(written).FindExact(attempt.Words).FindAll(
            s => !TermWriting.IsWordOf(
                s.Term, string.Concat(attempt.Words.Skip(s.First).Take(s.Count).Select(w => w.Text)), request.RequiredLanguage));
        return attempt with { Words = TermWriting.Apply(attempt.Words, spots) };
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
        int[] tokens = [.. attempt.Hypothesis.Tokens.Where(token => token < _model.Configuration.EndOfText)];
        var words = request.KeepAlternatives
            ? _alternatives.Add(attempt.Words, attempt.Dropped, request.RequiredLanguage)
            : attempt.Words;
        return new RecognisedWindow(
            words, _model.Tokenizer.Decode(tokens), tokens, attempt.Hypothesis.AverageLogProbability, request.Language)
        {
            IsFaulty = attempt.Fault is not TextFault.None,
        };
    }

    private RecognitionRequest WithLanguage(RecognitionRequest request, ICrossAttention window)
        => request.LanguageChoice is { } choice && _model.Configuration.IsMultilingual
            ? request with
            {
                Language = choice.Choose(LanguageProbabilities.Of(window.StartLogits, _model.Configuration, choice.Among)),
            }
            : request;

    /// <summary>
    /// Determines whether a name can be no ordinary word: "Zestoretic" takes several tokens in small letters, "rose", which is a flower
    /// too, one.
    /// </summary>
    private bool IsRare(ContextTerm name) => _model.Tokenizer.Encode($" {name.Text.ToLowerInvariant()}").Count >= RareTokens;

    /// <summary>A window that is being decoded.</summary>
    /// <param name="Pending">Its result.</param>
    /// <param name="Request">With its language.</param>
    /// <param name="Window">Owned.</param>
    /// <param name="Search">Chooses its tokens.</param>
    private sealed record RunningWindow(IPendingWindow Pending, RecognitionRequest Request, ICrossAttention Window, BeamSearch Search)
        : IDisposable
    {
        public void Dispose() => Window.Dispose();
    }

    /// <summary>One of several windows that are recognised together.</summary>
    private sealed class GivenWindow(RecognitionRequest request, CancellationToken cancellationToken) : IPendingWindow
    {
        public RecognitionRequest Request => request;

        public CancellationToken CancellationToken => cancellationToken;

        public RecognisedWindow? Result { get; private set; }

        public void Complete(RecognisedWindow window) => Result = window;
    }

    /// <summary>A window cut in two.</summary>
    /// <param name="First">Up to the cut.</param>
    /// <param name="Second">From the cut on.</param>
    /// <param name="SecondStart">Seconds from the start of the window.</param>
    private sealed record SplitWindow(RecognitionRequest First, RecognitionRequest Second, double SecondStart);
}
