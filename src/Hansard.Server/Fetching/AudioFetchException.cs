namespace Hansard.Server.Fetching;

/// <summary>A recording could not be fetched from its URL; the message is fit for the client: what went wrong and what to do.</summary>
public sealed class AudioFetchException : Exception
{
    /// <param name="message">The fault and its remedy.</param>
    /// <param name="isTransient">True where the same request may succeed a little later.</param>
    /// <param name="innerException">The cause.</param>
    public AudioFetchException(string message, bool isTransient = false, Exception? innerException = null)
        : base(message, innerException) => IsTransient = isTransient;

    /// <summary>Indicates whether the same request may succeed a little later.</summary>
    public bool IsTransient { get; }
}
