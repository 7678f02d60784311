namespace Hansard.Engine.Recognition.Whisper.Noise;

/// <summary>Decides whether a short text is one that Whisper wrote over sound in which nobody speaks.</summary>
/// <remarks>
/// Every number comes from 87 half minutes of games' effects, laughter, typing and music, against words said by themselves and the open
/// recordings (docs/benchmarks.md, Noise).
/// </remarks>
internal static class NoiseRule
{
    /// <summary>Different words, in tokens, beyond which a text is a sentence, and only in doubt as a phrase of the list.</summary>
    public const int LongestText = 8;

    /// <summary>Likelihood from which nothing else is looked at.</summary>
    public const double Believed = -0.5;

    /// <summary>
    /// Least advantage of the text in the sound over the same text in silence, as a difference of logarithms: what was said had 3.9 and
    /// more, the least being "Thank you.", "I don't know." over groans 1.7.
    /// </summary>
    public const double LeastAdvantage = 3;

    // The likelihood that a text needs. Words said by themselves had -0.84 and more.
    private const double Least = -1.25;
    private const double LeastInDoubtfulSpeech = -1;
    private const double LeastInDoubtfulLanguage = -0.85;

    /// <summary>No-speech probability of doubtful speech.</summary>
    private const double DoubtfulSpeech = 0.3;

    /// <summary>Probability of the text's language below which it is doubtful.</summary>
    private const double DoubtfulLanguage = 0.5;

    /// <summary>Seconds of speech up to which that counts: a sentence in a language that the caller rules out is read.</summary>
    private const double LongestDoubtful = 2;

    /// <summary>
    /// Mean log-probability of the text's different tokens and of an end that is certain: a phrase that is said again predicts itself.
    /// </summary>
    /// <param name="words">Log-probabilities of tokens that have letters or digits, each where the text has it first.</param>
    public static double Likelihood(IReadOnlyList<double> words) => words.Sum() / (words.Count + 1);

    /// <summary>Determines whether the text is too unlikely.</summary>
    /// <param name="likelihood">As <see cref="Likelihood"/>.</param>
    /// <param name="noSpeech">The model's probability that nothing is said.</param>
    /// <param name="language">Probability of the text's language.</param>
    /// <param name="seconds">Length of the speech.</param>
    /// <param name="isPhrase">Whether it is one of <see cref="NoisePhrases"/>.</param>
    public static bool IsUnlikely(double likelihood, double noSpeech, double language, double seconds, bool isPhrase)
    {
        var least = isPhrase || (language < DoubtfulLanguage && seconds <= LongestDoubtful) ? LeastInDoubtfulLanguage
            : noSpeech > DoubtfulSpeech ? LeastInDoubtfulSpeech
            : Least;
        return likelihood < least;
    }
}
