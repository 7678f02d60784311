namespace Hansard.Engine.Speakers.Identification;

/// <summary>Evidence that two voices are one person's: from their cosine to log odds, and to the decision whether to say so.</summary>
internal static class VoiceCalibration
{
    /// <summary>Seconds of speech, on either side, below which nothing is said.</summary>
    public const double Shortest = 3;

    /// <summary>
    /// Cosine from which somebody is named: one in 450 pairs of strangers has it, and 97.8 % of people do (models/campplus/README.md).
    /// </summary>
    private const double Threshold = 0.5;

    private const double Slope = 20;

    /// <summary>Log odds that two voices are one person's, if that was as likely as not.</summary>
    /// <param name="cosine">Of the two.</param>
    /// <param name="seconds">Speech of the speaker.</param>
    /// <param name="known">Speech of the person's profiles.</param>
    public static double LogOdds(double cosine, double seconds, double known)
        => Math.Min(seconds, known) < Shortest ? double.NegativeInfinity : Slope * (cosine - 0.4);

    /// <summary>Indicates whether the two are alike enough for a name.</summary>
    /// <inheritdoc cref="LogOdds"/>
    public static bool IsSure(double cosine, double seconds, double known) => Math.Min(seconds, known) >= Shortest && cosine >= Threshold;
}
