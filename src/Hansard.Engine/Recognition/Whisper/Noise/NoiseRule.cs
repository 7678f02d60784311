namespace Hansard.Engine.Recognition.Whisper.Noise;

/// <summary>Decides whether a short text is one that Whisper wrote over sound in which nobody speaks.</summary>
/// <remarks>
/// Every number comes from half minutes of games' effects, laughter, typing and music, against words said by themselves and the open
/// recordings (docs/benchmarks.md, Noise).
/// </remarks>
internal static class NoiseRule
{
    /// <summary>Different words, in tokens, beyond which a text is a sentence, and only in doubt as a phrase of the list.</summary>
    public const int LongestText = 8;

    /// <summary>Likelihood from which nothing else is looked at.</summary>
    public const double Believed = -0.5;

    /// <summary>
    /// Least advantage of the text in the sound over the same text in silence, as a difference of logarithms: "I don't know." over groans
    /// had 1.7. A voice needs less: "Okay." and "Thank you." that were said had 2.9.
    /// </summary>
    private const double LeastAdvantage = 3;
    private const double LeastAdvantageOfVoice = 2;

    // The likelihood that a text needs.
    private const double Least = -1.25;
    private const double LeastInDoubtfulSpeech = -1;
    private const double LeastInDoubtfulLanguage = -0.85;

    /// <summary>Without a voice: "Okay." at the cut end of a meeting had -0.64, noises -0.79 and less.</summary>
    private const double LeastWithoutVoice = -0.75;

    /// <summary>The same in a language that the sound speaks against: a noise made to be Spanish had "¡Ves!" with -0.62.</summary>
    private const double LeastWithoutVoiceAndLanguage = -0.4;

    /// <summary>Share of the speech from which it is a voice: words had 0.45 and more, as the rest of it is padding.</summary>
    private const double Voice = 0.4;

    /// <summary>Share up to which there is no voice: most noises with a text had none, and four fifths less than this.</summary>
    private const double NoVoice = 0.3;

    /// <summary>No-speech probability of doubtful speech.</summary>
    private const double DoubtfulSpeech = 0.3;

    /// <summary>Probability of the text's language below which it is doubtful.</summary>
    private const double DoubtfulLanguage = 0.5;

    /// <summary>Below this even a voice's: words that were said had 0.17 and more in their own language.</summary>
    private const double ImprobableLanguage = 0.15;

    /// <summary>Seconds of speech up to which that counts: a sentence in a language that the caller rules out is read.</summary>
    private const double LongestDoubtful = 2;

    /// <summary>
    /// Mean log-probability of the text's different tokens and of an end that is certain: a phrase that is said again predicts itself.
    /// </summary>
    /// <param name="words">Log-probabilities of tokens that have letters or digits, each where the text has it first.</param>
    public static double Likelihood(IReadOnlyList<double> words) => words.Sum() / (words.Count + 1);

    /// <summary>Determines whether the text is too unlikely.</summary>
    public static bool IsUnlikely(in NoiseEvidence evidence)
    {
        var isVoice = evidence.Voice >= Voice;
        var isDoubtful = evidence.Seconds <= LongestDoubtful && evidence.Language < (isVoice ? ImprobableLanguage : DoubtfulLanguage);
        var least = evidence.Voice < NoVoice
            ? evidence.Language < ImprobableLanguage ? LeastWithoutVoiceAndLanguage : LeastWithoutVoice
            : evidence.IsPhrase || isDoubtful ? LeastInDoubtfulLanguage
            : evidence.NoSpeech > DoubtfulSpeech ? LeastInDoubtfulSpeech
            : Least;
        return evidence.Likelihood < least;
    }

    /// <summary>Determines whether the text is hardly likelier in the sound than in silence.</summary>
    /// <param name="advantage">Difference of the text's log-probabilities.</param>
    /// <param name="voice">As <see cref="NoiseEvidence.Voice"/>.</param>
    public static bool IsAsLikelyInSilence(double advantage, double? voice)
        => advantage < (voice >= Voice ? LeastAdvantageOfVoice : LeastAdvantage);
}
