using Hansard.Engine.Recognition.Context;
using Hansard.Engine.Recognition.Whisper.Alignment;

namespace Hansard.Engine.Recognition.Whisper.Terms;

/// <summary>Finds candidates in what was spotted and of texts that were decoded with the context.</summary>
/// <param name="tokenizer">The model's.</param>
/// <param name="language">Of the window.</param>
internal sealed class TermCandidates(WhisperTokenizer tokenizer, string language)
{
    /// <summary>Words beside a term that may change with it: what was misrecognised rarely ends where the term ends.</summary>
    private const int ChangedBeside = 2;

    /// <summary>The term itself in the place of what sounds like it.</summary>
    /// <param name="spot">The place.</param>
    /// <param name="words">Recognised words.</param>
    public TermCandidate Of(TermSpot spot, IReadOnlyList<AlignedWord> words)
    {
        var (opening, closing) = (TermWriting.Opening(words[spot.First].Text), TermWriting.Closing(words[spot.End - 1].Text));
        var tokens = tokenizer.Encode(opening + spot.Term.Text + closing);
        return new TermCandidate(spot.Term, spot.First, spot.Count, tokens, 0, tokens.Count - tokenizer.Encode(closing).Count);
    }

    /// <summary>The places where a text has terms that were not recognised.</summary>
    /// <param name="words">Recognised words.</param>
    /// <param name="text">Tokens decoded with the context.</param>
    /// <param name="terms">The terms looked for.</param>
    public IEnumerable<TermCandidate> Of(IReadOnlyList<AlignedWord> words, IReadOnlyList<int> text, IReadOnlyList<ContextTerm> terms)
    {
        AlignedWord[] other =
            [.. WordSplitter.SplitWithMarks(tokenizer, text, language).Select(word => new AlignedWord(word.Text, 0, 0, 1, word.Tokens))];
        var pairs = WordMatch.Of([.. words.Select(w => SpokenForm.Of(w.Text))], [.. other.Select(w => SpokenForm.Of(w.Text))]);
        foreach (var spot in new TermSpotter(terms).FindExact(other))
        {
            // The words between the nearest two that both texts have on either side of the term.
            var before = pairs.LastOrDefault(p => p.Other < spot.First, new WordMatch(-1, -1));
            var after = pairs.FirstOrDefault(
                p => p.Other >= spot.End && p.Recognised > before.Recognised, new WordMatch(words.Count, other.Length));
            var (first, start) = (before.Recognised + 1, before.Other + 1);
            var isWritten = pairs.Count(p => p.Other >= spot.First && p.Other < spot.End) == spot.Count;
            if (isWritten || after.Other - start - spot.Count > ChangedBeside || after.Recognised == first) continue;
            yield return new TermCandidate(
                spot.Term,
                first,
                after.Recognised - first,
                [.. other[start..after.Other].SelectMany(w => w.Tokens)],
                other[start..spot.First].Sum(w => w.Tokens.Count),
                other[spot.First..spot.End].Sum(w => w.Tokens.Count));
        }
    }
}
