using Hansard.Engine.Recognition.Sounds;

namespace Hansard.Engine.Recognition.Context;

/// <summary>Finds words that are pronounced like a term, however they are spelled.</summary>
/// <param name="terms">The terms to find.</param>
/// <param name="language">Spoken; nothing is found in one whose words cannot be read.</param>
internal sealed class SoundSpotter(IReadOnlyList<SoundedTerm> terms, string language)
{
    /// <summary>Words that are taken together at most: spoken letters are a word each.</summary>
    private const int LongestRun = 5;

    /// <summary>Words that a term may fall apart into, beyond its own.</summary>
    private const int FurtherWords = 3;

    /// <summary>Sounds of the shortest pronunciation: shorter ones are like too many words.</summary>
    private const int ShortestSounds = 2;

    /// <summary>Greatest distance for each sound of the longer pronunciation.</summary>
    private const double MostDistance = 0.3;

    private const string SentenceEnds = ".!?。！？";

    /// <summary>Finds where words are pronounced nearly like a term that is not written there.</summary>
    /// <param name="words">Of a window.</param>
    /// <returns>The nearest first; of one term, none over another.</returns>
    public List<TermSpot> FindNear(IReadOnlyList<AlignedWord> words)
    {
        var runs = Runs(words);
        List<TermSpot> spots = [];
        foreach (var (term, sounds) in terms)
        {
            List<TermSpot> ofTerm = [];
            foreach (var run in runs)
            {
                if (run.Count > term.Words + FurtherWords) continue;
                var distance = Distance(sounds, run.Sounds);
                if (distance <= MostDistance) ofTerm.Add(new TermSpot(term, run.First, run.Count, 1 - distance) { Distance = distance });
            }
            if (ofTerm.Count == 0) continue;
            foreach (var spot in ofTerm.OrderBy(s => s.Distance).ThenBy(s => s.Count))
            {
                if (spots.Any(s => s.Term == term && s.First < spot.End && spot.First < s.End)) continue;
                if (runs.Any(r => r.First < spot.End && spot.First < r.First + r.Count && IsWritten(r.Spoken))) continue;
                spots.Add(spot);
            }
        }
        return [.. spots.OrderBy(s => s.Distance)];
    }

    /// <summary>The least distance of two sets of pronunciations, for each sound of the longer one.</summary>
    private static double Distance(IReadOnlyList<string> term, IReadOnlyList<string> run)
    {
        var least = double.PositiveInfinity;
        foreach (var a in term)
        {
            foreach (var b in run)
            {
                var length = Math.Max(a.Length, b.Length);
                if (a.Length < ShortestSounds || Math.Abs(a.Length - b.Length) > 0.5 * length) continue;
                least = Math.Min(least, SoundDistance.Of(a, b, Math.Min(least, MostDistance) * length) / length);
            }
        }
        return least;
    }

    /// <summary>A word that is a term, or one with an ending, is no other term.</summary>
    private bool IsWritten(string spoken) => terms.Any(t => t.Term.Spoken == spoken || t.Term.Spoken + 's' == spoken);

    private List<Run> Runs(IReadOnlyList<AlignedWord> words)
    {
        List<Run> runs = [];
        for (var first = 0; first < words.Count; first++)
        {
            var (text, spoken) = ("", "");
            for (var count = 1; count <= LongestRun && first + count <= words.Count; count++)
            {
                var last = first + count - 1;
                if (count > 1 && SentenceEnds.Contains(words[last - 1].Text[^1], StringComparison.Ordinal)) break;
                text += words[last].Text;
                spoken += SpokenForm.Of(words[last].Text);
                var sounds = Pronunciation.Of(text, language);
                if (sounds.Count > 0) runs.Add(new Run(first, count, spoken, sounds));
            }
        }
        return runs;
    }

    private sealed record Run(int First, int Count, string Spoken, IReadOnlyList<string> Sounds);
}
