namespace Hansard.Engine.Speakers.Live;

/// <summary>Decides how unlike the people who are known a voice has to be to be another person's.</summary>
/// <remarks>
/// The less of it is heard, the more unlike: a second of a known person's speech has a normalised cosine of 0.4 with the person's mean
/// at times. On the open conversations nearly all people who are there for the first time have 0.25 at most; by linkage alone, at 0.5,
/// 68 people are found for 42, and with this rule 49 for a fifth of a point of error. Any of these numbers up or down by 0.05 changes
/// the error of the conversations by 0.4 points at most, and that of the meetings by three.
/// </remarks>
internal static class NewPerson
{
    /// <summary>Seconds of speech below which a person is not taken for another, unless nobody is known.</summary>
    public const double Shortest = 0.6;

    /// <summary>Cosine by which a person who has been given a label may be more like another than a new one may.</summary>
    private const double Kept = 0.05;

    /// <summary>Cosine by which people may be more alike while fewer are found than there are.</summary>
    private const double Missing = 0.1;

    // Normalised cosines by seconds of speech. The last is that at which linkage ends.
    private static readonly (double Seconds, double Cosine)[] Thresholds = [(0.5, 0.2), (1, 0.25), (2.5, 0.4), (8, 0.5)];

    /// <summary>Determines whether a voice is another person's.</summary>
    /// <param name="seconds">Seconds of it.</param>
    /// <param name="cosine">Its normalised cosine with the person who is most like it.</param>
    /// <param name="isLabelled">Indicates whether the person has been given a label.</param>
    /// <param name="isMissing">Indicates whether fewer people are found than there are at least.</param>
    public static bool IsAnother(double seconds, double cosine, bool isLabelled, bool isMissing)
        => (isLabelled || seconds >= Shortest)
            && cosine < Threshold(seconds) + (isLabelled ? Kept : 0) + (isMissing ? Missing : 0);

    private static double Threshold(double seconds)
    {
        var (before, cosine) = Thresholds[0];
        foreach (var (at, next) in Thresholds)
        {
            if (seconds < at) return cosine + ((next - cosine) * Math.Max(0, seconds - before) / (at - before));
            (before, cosine) = (at, next);
        }
        return cosine;
    }
}
