namespace Hansard.Engine.Recognition.Whisper.Noise;

/// <summary>Evidence for and against a short text that a window is said to hold.</summary>
/// <param name="Likelihood">As <see cref="NoiseRule.Likelihood"/>.</param>
/// <param name="NoSpeech">The model's probability that nothing is said.</param>
/// <param name="Language">Probability of the text's language.</param>
/// <param name="Seconds">Length of the speech.</param>
/// <param name="IsPhrase">Whether the text is one of <see cref="NoisePhrases"/>.</param>
/// <param name="Voice">Share of the speech in which voice activity hears a voice for certain; null: nobody was asked.</param>
internal readonly record struct NoiseEvidence(
    double Likelihood, double NoSpeech, double Language, double Seconds, bool IsPhrase, double? Voice = null);
