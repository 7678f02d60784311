using Hansard.Engine.Recognition.Context;

namespace Hansard.Engine.Recognition.Whisper.Terms;

/// <summary>
/// Decides by the sound alone: by how much less likely a term makes the text in the recording than it does in silence
/// (<see cref="TermPrior"/>).
/// </summary>
/// <remarks>
/// Over 100 names and 120 traps of the measure: where the same sounds were recognised as another name, that difference lay from −3.5 to 4.2
/// for the name that was said; where a name with other sounds was said, from 0.6 (Michael for Mikael) to 15. "Michael" is less likely to be
/// Mikael by 4 to 6 in the recording, but by 7 in silence. Numbers are natural logarithms.
/// </remarks>
internal static class TermSound
{
    // A name over another: the sound must favour it, and its spelling be rare. "Dan" for Don has −0.4 with a loss of 7.1, "Paterson" for
    // Petersen −0.1 with 5.3; Mikael and Nikolas −1.1 to −3.5 with 4.1 to 5.9, and 6.3 to 7.6 in silence; "Jack" for Zack −1.1 with 2.5,
    // and 3.6 in silence.
    private const double FavouredName = -1;
    private const double RareInSilence = 5;
    private const double MostOverName = 7;
    private const double LeastMeanOverName = -4;
    private const double LeastTokenOverName = -5;
    private const double LeastName = 0.4;

    // The same where capitals tell no names, and only of the same sounds: "Schmidt" for Schmitt and Schmid has −1.1 and −1.8 with 4.1 and
    // 3.1 in German, "mehr" for Meer 0.3 with 6.5.
    private const double FavouredWithoutCapitals = -1;
    private const double MostWithoutCapitals = 4.5;

    private const double SameDistance = 0.06;

    // Several words into which a term fell apart: "land chain" has −4.3 with a loss of 4.1, "crispy cream" −4.6 with 4.0; "read it" −2.5
    // with 7.3.
    private const double FavouredOfSeveral = -2;
    private const double MostOverSeveral = 4.25;

    // A term that the sentence rules out was not said: "I ran" for Iran has 11.9 in silence after "This morning", and 3.0 in the sound.
    private const double MostInSilence = 10;

    // Or that are no likelier there than a term that sounds just like them: "at crispy cream" has 0.7 in silence and 1.7 in the recording.
    private const double LikelyTerm = 1;
    private const double MostOverLikelyTerm = 2.5;

    // Allowed by its loss alone, and said otherwise: "Mario Underworld" for Carrie Underwood has 3.3, and −4.4 in silence. Where the term
    // was said the two are alike.
    private const double FarAgainst = 5;

    /// <summary>Determines whether the sound is another's, however little is lost.</summary>
    /// <param name="score">Of the text with the term.</param>
    /// <param name="inSilence">Computes its loss with nothing heard.</param>
    public static bool IsAgainst(TermScore score, Func<double> inSilence) => score.Loss > 0 && score.Loss - inSilence() > FarAgainst;

    /// <summary>Determines whether a term can be decided by the sound where its margin does not allow it.</summary>
    /// <param name="spot">Words that are pronounced nearly like the term.</param>
    /// <param name="place">Where they stand.</param>
    /// <param name="score">Of the text with the term.</param>
    public static bool IsInDoubt(TermSpot spot, TermPlace place, TermScore score)
    {
        if (place.IsFirst) return false;
        if (!place.HasCapitals)
            return !place.IsNoNoun && spot.Distance <= SameDistance && score.Loss <= MostWithoutCapitals;
        // One word is left to the sentence: "hail" is Hale by its sound, and no less likely than 1.7, where it "damaged the roof".
        if (place.IsOrdinary) return spot.Count > 1 && score.Loss <= MostOverSeveral;
        return place.NameLikelihood >= LeastName && score.Loss <= MostOverName
            && score.Mean >= LeastMeanOverName && score.Least >= LeastTokenOverName;
    }

    /// <summary>Determines whether the sound is the term's.</summary>
    /// <param name="spot">Words that are pronounced nearly like the term.</param>
    /// <param name="place">Where they stand.</param>
    /// <param name="score">Of the text with the term, in doubt.</param>
    /// <param name="inSilence">Loss with nothing heard.</param>
    public static bool Favours(TermSpot spot, TermPlace place, TermScore score, double inSilence)
    {
        var bySound = score.Loss - inSilence;
        if (!place.HasCapitals) return bySound <= FavouredWithoutCapitals;
        if (!place.IsOrdinary) return bySound <= FavouredName && inSilence >= RareInSilence;
        return (bySound <= FavouredOfSeveral && inSilence <= MostInSilence)
            || (spot.Distance <= SameDistance && score.Loss <= MostOverLikelyTerm && inSilence <= LikelyTerm);
    }
}
