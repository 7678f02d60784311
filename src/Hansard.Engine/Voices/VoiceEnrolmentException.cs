namespace Hansard.Engine.Voices;

/// <summary>
/// No voice can be enrolled from a recording because of what is said in it. The message is one sentence that a user can act on.
/// </summary>
public sealed class VoiceEnrolmentException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="reason">The reason, for programs.</param>
    /// <param name="message">One sentence: what is wrong and what to do.</param>
    public VoiceEnrolmentException(VoiceEnrolmentFailure reason, string message)
        : base(message) => Reason = reason;

    /// <summary>The reason, for programs.</summary>
    public VoiceEnrolmentFailure Reason { get; }
}

/// <summary>Reasons why no voice can be enrolled from a recording.</summary>
public enum VoiceEnrolmentFailure
{
    /// <summary>There is less speech than a person can be known by.</summary>
    TooLittleSpeech,

    /// <summary>More than one person speaks.</summary>
    SeveralSpeakers,
}
