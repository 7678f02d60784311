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
    private const double MostDistance = 0.25;

    /// <summary>Share of the longer pronunciation by which the other may be shorter.</summary>
    private const double LengthShare = 0.5;

    private const double SureConfidence = 0.9;

    private const string SentenceEnds = ".!?。！？";

    // Languages whose characters have so many readings that only what is read the same, but for voices, is compared: a window with a
    // thousand terms took seconds otherwise.
    private static readonly string[] OfCharacters = ["ja", "zh"];

    private readonly bool _isOfCharacters = OfCharacters.Contains(language);

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
            HashSet<string>? voiceless = _isOfCharacters ? [.. sounds.Select(Voiceless)] : null;
            foreach (var run in runs)
            {
                if (run.Count > term.Words + FurtherWords || voiceless?.Overlaps(run.Voiceless) == false) continue;
                if (Nearest(sounds, run.Sounds) is var (distance, cost) && distance <= MostDistance)
                    ofTerm.Add(new TermSpot(term, run.First, run.Count, 1 - distance) { Distance = distance, Cost = cost });
            }
            if (ofTerm.Count == 0) continue;
            foreach (var spot in ofTerm.OrderBy(s => s.Distance).ThenBy(s => s.Count))
            {
                if (spots.Any(s => s.Term == term && s.First < spot.End && spot.First < s.End)) continue;
                if (runs.Any(r => r.First < spot.End && spot.First < r.First + r.Count && IsWritten(r))) continue;
                spots.Add(spot);
            }
        }
        return [.. spots.OrderBy(s => s.Distance)];
    }

    /// <summary>The least distance of two sets of pronunciations: for each sound of the longer one, and for all.</summary>
    private static (double Distance, double Cost) Nearest(IReadOnlyList<string> term, IReadOnlyList<string> run)
    {
        var (least, cost) = (double.PositiveInfinity, double.PositiveInfinity);
        foreach (var a in term)
        {
            foreach (var b in run)
            {
                var length = Math.Max(a.Length, b.Length);
                if (a.Length < ShortestSounds || Math.Abs(a.Length - b.Length) > LengthShare * length) continue;
                var all = SoundDistance.Of(a, b, Math.Min(least, MostDistance) * length);
                if (all / length < least) (least, cost) = (all / length, all);
            }
        }
        return (least, cost);
    }

    /// <summary>A word that is a term, or one with an ending, is no other term.</summary>
    private bool IsWritten(Run run) => terms.Any(t => (t.Term.Spoken == run.Spoken && !TermWriting.IsWordOf(t.Term, run.Text, language))
        || t.Term.Spoken + 's' == run.Spoken);

    private List<Run> Runs(IReadOnlyList<AlignedWord> words)
    {
        List<Run> runs = [];
        for (var first = 0; first < words.Count; first++)
        {
            var (text, spoken, isOrdinary) = ("", "", IsSure(words[first]));
            for (var count = 1; count <= LongestRun && first + count <= words.Count; count++)
            {
                var last = first + count - 1;
                if (count > 1 && words[last - 1].Text is [.., var mark] && SentenceEnds.Contains(mark)) break;
                text += words[last].Text;
                spoken += SpokenForm.Of(words[last].Text);
                isOrdinary = isOrdinary && IsSmallWord(words[last].Text);
                if (isOrdinary) continue;
                var sounds = Pronunciation.Of(text, language);
                if (sounds.Count > 0) runs.Add(
                    new Run(first, count, text, spoken, sounds, _isOfCharacters ? [.. sounds.Select(Voiceless)] : []));
            }
        }
        return runs;
    }

    /// <summary>
    /// Determines whether the model was so sure of a word that no other, and so no name, can stand in its place. That spares comparing most
    /// of a text with each of a long list of terms.
    /// </summary>
    private static bool IsSure(AlignedWord word) => word.Tokens.Count == 1 && word.Confidence > SureConfidence;

    /// <summary>Determines whether a word is in the dictionary, and written without a capital.</summary>
    private bool IsSmallWord(string text)
    {
        if (language != "en" || text.Any(char.IsUpper)) return false;
        return Pronunciation.IsEnglishWord(text.Trim([.. text.Where(c => !char.IsLetter(c))]));
    }

    /// <summary>Sounds with every stop and fricative voiceless: 山田 is read yamada, and its characters yama and ta.</summary>
    private static string Voiceless(string sounds)
        => sounds.Replace('b', 'p').Replace('d', 't').Replace('g', 'k').Replace('j', 'c').Replace('z', 's');

    private sealed record Run(
        int First, int Count, string Text, string Spoken, IReadOnlyList<string> Sounds, IReadOnlyList<string> Voiceless);
}
