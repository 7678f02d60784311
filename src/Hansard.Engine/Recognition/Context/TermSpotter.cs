namespace Hansard.Engine.Recognition.Context;

/// <summary>Finds words that are a term, or sound like one.</summary>
/// <param name="terms">The terms to find.</param>
internal sealed class TermSpotter(IReadOnlyList<ContextTerm> terms)
{
    /// <summary>The longest ending that makes a form of a term of it, in letters: "YouTube's", "Zestoretics".</summary>
    private const int LongestEnding = 3;

    /// <summary>Words that a term may fall apart into, beyond its own.</summary>
    private const int FurtherWords = 3;

    /// <summary>Words that are taken together at most: a bound on the runs of a window.</summary>
    private const int LongestRun = 8;

    /// <summary>Least similarity of sound where the words are in doubt, and how much more where they are certain.</summary>
    private const double LeastLikeness = 0.52;
    private const double ForCertainty = 0.2;

    // Lengths, as shares of a term's, outside of which nothing is taken to sound like it.
    private const double ShortestShare = 0.55;
    private const double LongestShare = 1.6;

    /// <summary>
    /// Least probability, summed over the tokens of the recognised words, that the model gave to other words: what it was sure of is not
    /// given up for a term.
    /// </summary>
    private const double LeastDoubt = 0.02;

    private const string SentenceEnds = ".!?。！？";

    /// <summary>Finds where words sound nearly like a term that is not written there.</summary>
    /// <param name="words">Of a window.</param>
    /// <returns>The likeliest first; each term at most once, at its likeliest place.</returns>
    public List<TermSpot> FindNear(IReadOnlyList<AlignedWord> words)
    {
        var runs = Runs(words);
        Run[] doubtful = [.. runs.Where(r => r.Doubt >= LeastDoubt)];
        List<TermSpot> spots = [];
        foreach (var term in terms)
        {
            TermSpot? best = null;
            foreach (var run in doubtful)
            {
                if (!Fits(run, term)) continue;
                var least = Math.Max(best?.Likeness ?? 0, LeastLikeness + (ForCertainty * run.Confidence));
                var likeness = SoundSimilarity.Of(run.Recognised, term.Spoken, least);
                if (likeness > least) best = new TermSpot(term, run.First, run.Count, likeness);
            }
            if (best is null || runs.Any(r => Overlaps(r, best) && IsWritten(r.Recognised, term.Spoken))) continue;
            spots.Add(best);
        }
        return [.. spots.OrderByDescending(s => s.Likeness)];
    }

    /// <summary>Finds where words have just the letters of a term, whatever their case and wherever their spaces.</summary>
    /// <param name="words">Of a window.</param>
    /// <returns>In order, none over another; longer terms before shorter ones.</returns>
    public List<TermSpot> FindExact(IReadOnlyList<AlignedWord> words)
    {
        var runs = Runs(words).ToLookup(r => r.Recognised);
        List<TermSpot> spots = [];
        foreach (var spot in terms
            .SelectMany(t => runs[t.Spoken].Where(r => Fits(r, t)).Select(r => new TermSpot(t, r.First, r.Count, 1)))
            .OrderByDescending(s => s.Term.Spoken.Length).ThenBy(s => s.Count))
        {
            if (!spots.Any(s => s.First < spot.End && spot.First < s.End)) spots.Add(spot);
        }
        return [.. spots.OrderBy(s => s.First)];
    }

    /// <summary>Words that follow each other within a sentence.</summary>
    private static List<Run> Runs(IReadOnlyList<AlignedWord> words)
    {
        string[] spoken = [.. words.Select(w => SpokenForm.Of(w.Text))];
        List<Run> runs = [];
        for (var first = 0; first < words.Count; first++)
        {
            if (spoken[first].Length == 0) continue;
            var (recognised, confidence, doubt) = ("", 0.0, 0.0);
            for (var count = 1; count <= LongestRun && first + count <= words.Count; count++)
            {
                var last = first + count - 1;
                if (count > 1 && SentenceEnds.Contains(words[last - 1].Text[^1], StringComparison.Ordinal)) break;
                recognised += spoken[last];
                confidence += words[last].Confidence;
                doubt += words[last].Tokens.Count * (1 - words[last].Confidence);
                if (spoken[last].Length > 0) runs.Add(new Run(first, count, recognised, confidence / count, doubt));
            }
        }
        return runs;
    }

    private static bool Fits(in Run run, ContextTerm term)
        => run.Count <= term.Words + FurtherWords && run.Recognised.Length >= term.Spoken.Length * ShortestShare
            && run.Recognised.Length <= term.Spoken.Length * LongestShare;

    private static bool Overlaps(in Run run, TermSpot spot) => run.First < spot.End && spot.First < run.First + run.Count;

    /// <summary>Determines whether a term, or a form of it, is what was recognised.</summary>
    private static bool IsWritten(string recognised, string term)
        => recognised.Length >= term.Length && recognised.Length <= term.Length + LongestEnding
            && recognised.StartsWith(term, StringComparison.Ordinal);

    private readonly record struct Run(int First, int Count, string Recognised, double Confidence, double Doubt);
}
