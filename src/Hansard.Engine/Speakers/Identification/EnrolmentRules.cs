namespace Hansard.Engine.Speakers.Identification;

/// <summary>Rules of what a person's voice may be enrolled from.</summary>
internal static class EnrolmentRules
{
    /// <summary>Least speech of the person.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromSeconds(VoiceComparison.ShortestKnown);

    /// <summary>Share of the speech from which a second voice is a second person, and not noise or a laugh.</summary>
    private const double SecondShare = 0.15;

    /// <summary>Speech from which it is one.</summary>
    private const double SecondSeconds = 1.5;

    /// <summary>Indicates whether clearly more than one person speaks.</summary>
    /// <param name="voices">The voices found, the one with the most speech first.</param>
    public static bool AreSeveral(IReadOnlyList<SpeakerVoice> voices)
        => voices.Count > 1 && voices[1].Seconds >= Math.Max(SecondSeconds, SecondShare * voices.Sum(v => v.Seconds));
}
