using Hansard.Engine.Recognition.Context;

namespace Hansard.Engine.Recognition.Whisper.Terms;

/// <summary>Margin by which a text with a term may be less likely than the text without it. Numbers are natural logarithms.</summary>
/// <param name="Loss">Of the whole text at most.</param>
/// <param name="LeastMean">A term whose tokens are less likely than this in the mean was not said.</param>
/// <param name="LeastToken">A term with a token that is less likely than this was not said.</param>
internal readonly record struct TermAllowance(double Loss, double LeastMean, double LeastToken)
{
    // A term that was said made the text less likely by 3.4 at most, a word that only sounds like one by 7.3 at least: the bound for a term
    // of three or four tokens stands in that gap (docs/benchmarks.md, Terms).
    private const double AllowedLoss = 2;
    private const double AllowedLossPerToken = 0.5;

    /// <summary>A token of a term that is less likely than this was not said.</summary>
    public const double LeastSpelled = -7;

    private const double LeastSpelledMean = -3;

    // Loss allowed to a term that is pronounced just like the words in a place for a name, and what a cost of 1 takes off. In the sentences
    // of the measure "Maier" costs 9.3 over "Mayor", with no difference of sounds; where another name was said, 2.9 (Marie over Maria) to
    // 4.4 (Jean over Jane), with a cost of 0.5.
    private const double SameSound = 10.5;
    private const double LossPerCost = 20;

    /// <summary>Distance below which words sound just like a term.</summary>
    private const double SameDistance = 0.05;

    // Probabilities of a capital: in a place for a name, over a word that the dictionary has, and over several such.
    private const double LeastName = 0.4;
    private const double LeastNameOverWord = 0.5;
    private const double LeastNameOfSeveral = 0.1;

    /// <summary>Loss allowed over a word of the dictionary where a name is about as likely.</summary>
    private const double OrdinaryLoss = 1;

    private const double LeastSoundedMean = -6;
    private const double LeastSounded = -9.5;

    /// <summary>The margin of a term that is spelled like the words in its place: the sound must bear it.</summary>
    /// <param name="tokens">Of the term.</param>
    public static TermAllowance OfLetters(int tokens) => new(AllowedLoss + (AllowedLossPerToken * tokens), LeastSpelledMean, LeastSpelled);

    /// <summary>
    /// The margin of a term that is pronounced like the words in its place: the sound bears both, and their spelling is all that is less
    /// likely. So it is the wider the nearer their sounds are, in a place where a name is expected.
    /// </summary>
    /// <param name="spot">Words that are pronounced like the term.</param>
    /// <param name="place">Where they stand.</param>
    /// <param name="tokens">Of the term.</param>
    /// <returns>Null if the term cannot have been said there.</returns>
    public static TermAllowance? OfSounds(TermSpot spot, TermPlace place, int tokens)
    {
        var letters = OfLetters(tokens);
        if (!place.HasCapitals) return spot.Distance <= SameDistance && !place.IsNoNoun ? letters : null;
        if (place.IsFirst) return place.IsOrdinary ? null : letters;
        var wide = new TermAllowance(
            Math.Max(letters.Loss, SameSound - (LossPerCost * spot.Cost)), LeastSoundedMean, LeastSounded);
        if (!place.IsOrdinary) return place.NameLikelihood >= LeastName ? wide : letters;
        if (place.NameLikelihood >= LeastNameOverWord) return letters;
        if (place.NameLikelihood >= LeastName) return letters with { Loss = OrdinaryLoss };
        return spot.Count > 1 && spot.Distance <= SameDistance && place.NameLikelihood >= LeastNameOfSeveral ? letters : null;
    }
}
