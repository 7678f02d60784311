namespace Hansard.Engine.Audio;

/// <summary>
/// A recording cannot be transcribed because of what it is: not audio, damaged, or longer than allowed. The message is one
/// sentence that a user can act on, without paths or decoder output.
/// </summary>
public sealed class InvalidAudioException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One sentence: what is wrong and what to do.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public InvalidAudioException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The reason, for programs.</summary>
    public InvalidAudioReason Reason { get; private init; }

    /// <summary>A recording that is longer than a limit.</summary>
    internal static InvalidAudioException TooLong(TimeSpan limit)
        => new($"The recording is longer than the limit of {AudioSpecification.Describe(limit)}: split it into shorter parts.")
        {
            Reason = InvalidAudioReason.TooLong,
        };
}
