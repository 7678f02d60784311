using Hansard.Engine.Recognition.Sounds;

namespace Hansard.Engine.Recognition.Whisper.Terms;

/// <summary>
/// A name that was recognised where a term is pronounced otherwise: that the term is hardly less likely is not enough to put it there, the
/// sound must be no other's.
/// </summary>
/// <param name="IsWord">Whether the dictionary has what was recognised: it can have been said.</param>
/// <param name="Sounds">Of the term.</param>
internal readonly record struct OtherName(bool IsWord, int Sounds)
{
    /// <summary>Cost from which a name is another: "Nail" for Nell has 0.26, "Henson" for Hansen 0.18.</summary>
    private const double OtherSounds = 0.2;

    // What the sound (TermSound) may be against the term. "Louise" for Lewis has 1.1 with a loss of 0.1, "Aaron" for Erin 0.7 with 0.4,
    // "Maria" for Marie 1.9 with 2.7; "Jack" for Zack −1.1 with 2.5. Where the text with the term is the likelier one, the search has only
    // missed it ("Ricky" for Vicky).
    private const double MostAgainst = 0.5;
    private const double MostLoss = 2;

    // What is no word is unlikely in silence, the more so the longer it is: "Zyra" for Sara, of four sounds, has 6.3.
    private const double MostAgainstOfSound = 1;

    /// <summary>The name in the place of a candidate.</summary>
    /// <param name="candidate">A term.</param>
    /// <param name="words">Of the window.</param>
    /// <param name="language">Of the window; names of others than English are not known.</param>
    /// <returns>Null if no other name stands there.</returns>
    public static OtherName? Of(TermCandidate candidate, IReadOnlyList<AlignedWord> words, string language)
    {
        // How a term that no dictionary has is pronounced is a guess: Caren may well be "Karen".
        if (language != "en" || !candidate.Term.IsName || !Pronunciation.IsEnglishWord(candidate.Term.Text)) return null;
        string[] said = [.. words.Skip(candidate.First).Take(candidate.Count).Select(w => string.Concat(w.Text.Where(char.IsLetter)))];
        if (!said.Any(w => w.Length > 1 && char.IsUpper(w[0]))) return null;
        var heard = Pronunciation.Of(string.Join(' ', said), language);
        var sounds = Pronunciation.Of(candidate.Term.Text, language);
        if (heard.Count == 0 || sounds.Count == 0 || sounds.Min(s => heard.Min(h => SoundDistance.Of(s, h))) < OtherSounds) return null;
        return new OtherName(said.All(Pronunciation.IsEnglishWord), sounds[0].Length);
    }

    /// <summary>Determines whether the sound is against the term.</summary>
    /// <param name="score">Of the text with the term.</param>
    /// <param name="inSilence">Computes its loss with nothing heard.</param>
    public bool IsAgainst(TermScore score, Func<double> inSilence)
        => score.Loss > 0 && ((IsWord && score.Loss > MostLoss)
            || score.Loss - inSilence() > (IsWord ? MostAgainst : MostAgainstOfSound * Sounds));
}
