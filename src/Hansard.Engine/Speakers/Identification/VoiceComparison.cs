using Hansard.Engine.Speakers.Voices;

namespace Hansard.Engine.Speakers.Identification;

/// <summary>Evidence that two voices are one person's.</summary>
/// <remarks>
/// Logistic regression of <see cref="Features"/>, and a threshold of the log odds, both from <c>./hansard bench known-speakers</c>
/// (docs/benchmarks.md, "People known again"): two voices of little speech have to be more alike than two of much, and strangers on the
/// telephone are more alike than others.
/// </remarks>
/// <param name="Cosine">Of the voices without what the telephone does to them.</param>
/// <param name="Telephone">Share of the telephone in both, 0 to 1.</param>
/// <param name="Seconds">Speech that is heard.</param>
/// <param name="KnownSeconds">Speech of the known voice.</param>
internal readonly record struct VoiceComparison(double Cosine, double Telephone, double Seconds, double KnownSeconds)
{
    /// <summary>The voice encoder that it was measured with: with another nobody is known again.</summary>
    public const string Model = "campplus";

    /// <summary>Seconds of speech heard below which nobody is named: less was not measured.</summary>
    public const double ShortestHeard = 0.9;

    /// <summary>Seconds of speech that a person is enrolled with at least: less was not measured.</summary>
    public const double ShortestKnown = 3;

    /// <summary>Seconds heard beyond which more was not measured, and counts as much.</summary>
    private const double LongestHeard = 20;

    /// <summary>Seconds known beyond which more was not measured, and counts as much.</summary>
    private const double LongestKnown = 30;

    /// <summary>Log odds from which a person is named.</summary>
    private const double Threshold = 3.2;

    /// <summary>For each feature its factor.</summary>
    private static readonly double[] Factors = [-5.68, 24.47, -1.16, -0.68, -6.62];

    /// <summary>1, the cosine, the logarithms of the seconds heard and known, and the share of the telephone.</summary>
    public double[] Features =>
    [
        1, Cosine, Math.Log(Math.Min(Seconds, LongestHeard)), Math.Log(Math.Min(KnownSeconds, LongestKnown)), Telephone,
    ];

    /// <summary>Log odds that both are one person's, if that was as likely as not before.</summary>
    public double LogOdds => Features.Zip(Factors, (feature, factor) => feature * factor).Sum();

    /// <summary>Both are one person's, for all that at most 0.5 % of pairs of strangers are alike enough.</summary>
    public bool IsSure => IsEnough && LogOdds >= Threshold;

    /// <summary>There is enough speech to compare them.</summary>
    public bool IsEnough => Seconds >= ShortestHeard && KnownSeconds >= ShortestKnown;

    /// <summary>Compares two voices of <see cref="Model"/>.</summary>
    /// <param name="heard">A speaker's.</param>
    /// <param name="known">A known person's.</param>
    public static VoiceComparison Of(SpeakerVoice heard, SpeakerVoice known) => new(
        UnitVector.Cosine(TelephoneBand.Without(heard.Mean), TelephoneBand.Without(known.Mean)),
        Math.Clamp(Math.Min(TelephoneBand.ShareOf(heard.Mean), TelephoneBand.ShareOf(known.Mean)), 0, 1),
        heard.Seconds,
        known.Seconds);
}
