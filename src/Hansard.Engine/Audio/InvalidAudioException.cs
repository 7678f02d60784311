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

    /// <summary>The recording is longer than allowed, and nothing else is known to be wrong with it.</summary>
    public bool IsTooLong { get; init; }
}
