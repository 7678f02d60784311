using Hansard.Engine.Diagnostics;
using Hansard.Engine.Recognition.Context;
using Hansard.Engine.Recognition.Whisper.Decoding;
using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Recognition.Whisper.Terms;

/// <summary>Finds the terms of the context that were said in a window and misheard.</summary>
/// <remarks>
/// The text that was recognised without the context stands, so a context cannot change it anywhere but at a term. Where words sound
/// like a term, the term is put in their place and the recording asked to bear it out (<see cref="TermEvidence"/>). Where it nearly does,
/// more than the term may have been misheard: the window is decoded once more, after a prompt and by a beam search that favours the terms,
/// and what that has around the term is put to the same proof. So the time for a context is spent where there is something to gain.
/// </remarks>
/// <param name="model">Decodes and listens.</param>
internal sealed class TermRecovery(WhisperModel model)
{
    /// <summary>Terms looked for in one window.</summary>
    private const int MaximumTerms = 8;

    /// <summary>Proposals of the second decoding that are listened to in one window.</summary>
    private const int MaximumDecoded = 6;

    /// <summary>A term that makes the text less likely by more than this is not worth a second decoding.</summary>
    private const double NearLoss = 10;

    private readonly TermEvidence _evidence = new(model.Configuration, model.Decoder);

    /// <summary>The text with the terms that were said.</summary>
    /// <param name="request">With a context.</param>
    /// <param name="window">What was listened to.</param>
    /// <param name="words">What was recognised without the context.</param>
    /// <param name="cancellationToken">Stops at the next step of the decoder.</param>
    /// <returns>Text tokens; null if the text stands as it is.</returns>
    public IReadOnlyList<int>? Recover(
        RecognitionRequest request, ICrossAttention window, IReadOnlyList<TimedWord> words, CancellationToken cancellationToken)
    {
        var spots = new TermSpotter(request.Context!.All).FindNear(words).Take(MaximumTerms).ToList();
        if (spots.Count == 0) return null;
        EngineMeter.Guard("terms");
        var proposals = new TermProposals(model.Tokenizer, request.RequiredLanguage);
        var (without, possible) = Sift(request, window, words, [.. spots.Select(s => (s.Term, proposals.Of(s, words)))]);
        List<(TermProposal Proposal, double Likelihood)> borneOut = [];
        List<ContextTerm> near = [];
        foreach (var (term, proposal) in possible)
        {
            if (Try(proposal) >= without - NearLoss) near.Add(term);
        }
        if (near.Count > borneOut.Count)
        {
            EngineMeter.Guard("terms_decoded");
            var decoded = Decode(request, window, near, cancellationToken).SelectMany(text => proposals.Of(words, text, near));
            foreach (var proposal in decoded.DistinctBy(p => (p.First, p.Count, string.Join(' ', p.Tokens))).Take(MaximumDecoded))
                Try(proposal);
        }

        List<TermProposal> taken = [];
        foreach (var (proposal, _) in borneOut.OrderByDescending(b => b.Likelihood))
        {
            if (!taken.Any(proposal.Meets)) taken.Add(proposal);
        }
        return taken.Count == 0 ? null : Replace(words, taken);

        double Try(TermProposal proposal)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var text = _evidence.Listen(window, request.RequiredLanguage, Replace(words, [proposal]));
            var with = text.LogProbabilities();
            var first = words.Take(proposal.First).Sum(w => w.Tokens.Count) + proposal.TermStart;
            if (TermEvidence.BearsOut(without, with, first, proposal.TermLength)) borneOut.Add((proposal, with.Sum()));
            return with.Sum();
        }
    }

    /// <summary>
    /// The log-probability of the text as it was heard, and the proposals that the model, at the token where they leave it, thinks possible
    /// at all.
    /// </summary>
    private (double Heard, List<(ContextTerm Term, TermProposal Proposal)> Possible) Sift(
        RecognitionRequest request, ICrossAttention window, IReadOnlyList<TimedWord> words,
        List<(ContextTerm Term, TermProposal Proposal)> proposals)
    {
        var tokens = Replace(words, []);
        using var heard = _evidence.Listen(window, request.RequiredLanguage, tokens);
        return (heard.LogProbabilities().Sum(), proposals.FindAll(p => IsPossible(p.Proposal)));

        bool IsPossible(TermProposal proposal)
        {
            var at = words.Take(proposal.First).Sum(w => w.Tokens.Count);
            foreach (var token in proposal.Tokens)
            {
                if (at == tokens.Count || tokens[at] != token) return heard.LogProbability(at, token) >= TermEvidence.LeastToken;
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
        BatchDecoding.Run(model.Decoder, [window], [prompt], [search], cancellationToken);
        return search.Hypotheses.Where(h => h.Finished).Select(h => h.Tokens);
    }

    /// <summary>The tokens of words with some of them replaced.</summary>
    private static List<int> Replace(IReadOnlyList<TimedWord> words, IReadOnlyList<TermProposal> proposals)
    {
        List<int> tokens = [];
        for (var i = 0; i < words.Count;)
        {
            if (proposals.FirstOrDefault(p => p.First == i) is { } proposal)
            {
                tokens.AddRange(proposal.Tokens);
                i += proposal.Count;
            }
            else
            {
                tokens.AddRange(words[i++].Tokens);
            }
        }
        return tokens;
    }
}
