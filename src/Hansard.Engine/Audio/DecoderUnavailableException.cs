namespace Hansard.Engine.Audio;

/// <summary>
/// ffmpeg is missing, does not start, or was ended by somebody else: nothing can be decoded on this machine now, whatever the recording.
/// </summary>
public sealed class DecoderUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">States what is wrong and what to do.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public DecoderUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
