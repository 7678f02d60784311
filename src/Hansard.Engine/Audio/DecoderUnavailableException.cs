namespace Hansard.Engine.Audio;

/// <summary>ffmpeg is missing or does not start: nothing can be decoded on this machine, whatever the recording.</summary>
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
