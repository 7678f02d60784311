using Hansard.Engine.Diagnostics;
using Hansard.Engine.Recognition.Context;
using Hansard.Engine.Recognition.Whisper.Decoding;
using Hansard.Engine.Recognition.Whisper.Networks;
using Hansard.Engine.Recognition.Whisper.Tokens;

namespace Hansard.Engine.Recognition.Whisper.Terms;

/// <summary>Finds the terms of the context that were said in a window and misrecognised.</summary>
/// <remarks>
/// The text that was recognised without the context stands, so a context cannot change it anywhere but at a term. Where words sound
/// like a term, the term is put in their place and the recording asked to bear it out (<see cref="TermEvidence"/>). Where it nearly does,
/// more than the term may have been misrecognised: the window is decoded once more, after a prompt and by a beam search that favours the
/// terms, and what that has around the term is put to the same proof. So the time for a context is spent where there is something to gain.
/// </remarks>
/// <param name="model">Decodes and listens.</param>
internal sealed class TermRecovery(WhisperModel model)
{
    /// <summary>Terms looked for in one window.</summary>
    private const int MaximumTerms = 8;

    /// <summary>Candidates by sound that are judged in one window.</summary>
    private const int MaximumSounded = 16;

    /// <summary>Candidates of the second decoding that are judged in one window.</summary>
    private const int MaximumDecoded = 6;

    /// <summary>A term that makes the text less likely by more than this is not worth a second decoding.</summary>
    private const double NearLoss = 10;

    private readonly TermEvidence _evidence = new(model.Configuration, model.Decoder);
    private readonly TermPlaces _places = new(model.Tokenizer, model.Configuration.EndOfText);

    /// <summary>The text with the terms that were said.</summary>
    /// <param name="request">With a context.</param>
    /// <param name="window">The window attended to.</param>
    /// <param name="words">Words recognised without the context.</param>
    /// <param name="cancellationToken">Stops at the next step of the decoder.</param>
    /// <returns>Text tokens; null if the text stands as it is.</returns>
    public IReadOnlyList<int>? Recover(
        RecognitionRequest request, ICrossAttention window, IReadOnlyList<AlignedWord> words, CancellationToken cancellationToken)
    {
        var language = request.RequiredLanguage;
        var spots = new TermSpotter(request.Context!.All).FindNear(words).Take(MaximumTerms).ToList();
        var sounds = new SoundSpotter(request.Context.Sounded(language), language).FindNear(words);
        if (spots.Count + sounds.Count == 0) return null;
        EngineMeter.Fallback("terms");
        var candidates = new TermCandidates(model.Tokenizer, language);
        var (without, possible, sounded) = Sift(request, window, words, candidates, spots, sounds);
        using var prior = new TermPrior(model, _evidence, language, Replace(words, []), request.Samples.Length);
        List<SupportedCandidate> supported = [];
        List<ContextTerm> near = [];
        foreach (var (candidate, allowance, spot, place) in sounded)
            Try(candidate, allowance, (score, text) => TermSound.IsInDoubt(spot, place, score)
                && TermSound.Favours(spot, place, score, prior.LossOf(text)));
        foreach (var candidate in possible)
        {
            if (Try(candidate, TermAllowance.OfLetters(candidate.TermLength)) >= without - NearLoss) near.Add(candidate.Term);
        }
        if (near.Exists(term => !supported.Exists(s => s.Candidate.Term == term)))
        {
            EngineMeter.Fallback("terms_decoded");
            var decoded = Decode(request, window, near, cancellationToken).SelectMany(text => candidates.Of(words, text, near));
            foreach (var candidate in decoded.DistinctBy(p => (p.First, p.Count, string.Join(' ', p.Tokens))).Take(MaximumDecoded))
                Try(candidate, TermAllowance.OfLetters(candidate.TermLength));
        }

        List<TermCandidate> taken = [];
        foreach (var (candidate, _) in supported.OrderByDescending(b => b.LogProbability))
        {
            if (!taken.Any(candidate.Meets)) taken.Add(candidate);
        }
        return taken.Count == 0 ? null : Replace(words, taken);

        double Try(TermCandidate candidate, TermAllowance? allowance, Func<TermScore, IReadOnlyList<int>, bool>? bySound = null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var replaced = Replace(words, [candidate]);
            using var text = _evidence.Likelihood(window, language, replaced);
            var with = text.LogProbabilities();
            var first = words.Take(candidate.First).Sum(w => w.Tokens.Count) + candidate.TermStart;
            var score = TermScore.Of(without, with, first, candidate.TermLength);
            var isSupported = allowance is { } margin && score.IsWithin(margin) && !TermSound.IsAgainst(score, () => prior.LossOf(replaced))
                && !(OtherName.Of(candidate, words, language) is { } other && other.IsAgainst(score, () => prior.LossOf(replaced)));
            if (!isSupported) isSupported = bySound?.Invoke(score, replaced) == true;
            if (isSupported) supported.Add(new SupportedCandidate(candidate, with.Sum()));
            return with.Sum();
        }
    }

    /// <summary>
    /// The log-probability of the text as it was recognised, the candidates that the model, at the token where they leave it, thinks
    /// possible at all, and those that sound alike where a term can stand.
    /// </summary>
    private PossibleCandidates Sift(
        RecognitionRequest request, ICrossAttention window, IReadOnlyList<AlignedWord> words, TermCandidates candidates,
        List<TermSpot> spots, List<TermSpot> sounds)
    {
        var tokens = Replace(words, []);
        using var text = _evidence.Likelihood(window, request.RequiredLanguage, tokens);
        List<SoundedCandidate> sounded = [];
        foreach (var spot in sounds)
        {
            var candidate = candidates.Of(spot, words);
            var place = _places.Of(spot, words, text, request.RequiredLanguage);
            var allowance = TermAllowance.OfSounds(spot, place, candidate.TermLength);
            if (allowance is null && (place.IsFirst || !IsPossible(candidate))) continue;
            sounded.Add(new SoundedCandidate(candidate, allowance, spot, place));
        }
        return new PossibleCandidates(
            text.LogProbabilities().Sum(),
            [.. spots.Where(s => _places.Of(s, words, text, request.RequiredLanguage).Takes(s.Term)).Select(s => candidates.Of(s, words))
                .Where(IsPossible)],
            [.. sounded.OrderBy(s => s.Allowance is null).Take(MaximumSounded)]);

        bool IsPossible(TermCandidate candidate)
        {
            var at = words.Take(candidate.First).Sum(w => w.Tokens.Count);
            foreach (var token in candidate.Tokens)
            {
                if (at == tokens.Count || tokens[at] != token) return text.LogProbability(at, token) >= TermAllowance.LeastSpelled;
                at++;
            }
            return true;
        }
    }

    /// <summary>Texts of the window after a prompt, by a beam search that favours the terms.</summary>
    private IEnumerable<IReadOnlyList<int>> Decode(
        RecognitionRequest request, ICrossAttention window, List<ContextTerm> terms, CancellationToken cancellationToken)
    {
        var configuration = model.Configuration;
        var prompt = Prompt.Build(
            configuration, request.RequiredLanguage, SpeechTask.Transcribe, timestamps: false,
            ContextPrompt.Of(request.Context!, terms, model.Tokenizer));
        var search = new BeamSearch(
            request.BeamSize, new TokenRules(configuration, timestamps: false), configuration.MaximumNewTokens, stopLoops: true,
            TermTree.Of(terms.Select(t => t.Text), model.Tokenizer));
        LockstepDecoding.Run(model.Decoder, [window], [prompt], [search], TokenScripts.All, cancellationToken);
        return search.Hypotheses.Where(h => h.Finished).Select(h => h.Tokens);
    }

    /// <summary>The tokens of words with some of them replaced.</summary>
    private static List<int> Replace(IReadOnlyList<AlignedWord> words, IReadOnlyList<TermCandidate> candidates)
    {
        List<int> tokens = [];
        for (var i = 0; i < words.Count;)
        {
            if (candidates.FirstOrDefault(p => p.First == i) is { } candidate)
            {
                tokens.AddRange(candidate.Tokens);
                i += candidate.Count;
            }
            else
            {
                tokens.AddRange(words[i++].Tokens);
            }
        }
        return tokens;
    }

    /// <summary>A candidate that the recording supports.</summary>
    /// <param name="Candidate">The candidate.</param>
    /// <param name="LogProbability">Of the text with it.</param>
    private readonly record struct SupportedCandidate(TermCandidate Candidate, double LogProbability);

    /// <summary>Candidates that the model thinks possible.</summary>
    /// <param name="Without">Log-probability of the text without any of them.</param>
    /// <param name="Candidates">In the order given.</param>
    /// <param name="Sounded">Those that are pronounced like the words in their place, the nearest first.</param>
    private sealed record PossibleCandidates(double Without, List<TermCandidate> Candidates, List<SoundedCandidate> Sounded);

    /// <summary>A candidate that is pronounced like the words in its place.</summary>
    /// <param name="Candidate">The candidate.</param>
    /// <param name="Allowance">How much less likely it may make the text; null where only the sound can decide.</param>
    /// <param name="Spot">The words.</param>
    /// <param name="Place">Where they stand.</param>
    private readonly record struct SoundedCandidate(
        TermCandidate Candidate, TermAllowance? Allowance, TermSpot Spot, TermPlace Place);
}
