namespace Hansard.Server.Storage;

/// <summary>
/// The database, or the place of recordings, cannot be used now, through no fault of what was asked: trying again later helps.
/// </summary>
/// <param name="message">The reason; for everyone to read.</param>
/// <param name="retryAfter">Time until another attempt can succeed, at the earliest.</param>
/// <param name="innerException">What it said, if anything.</param>
internal abstract class StorageUnavailableException(string message, TimeSpan retryAfter, Exception? innerException)
    : IOException(message, innerException)
{
    /// <summary>The time until another attempt can succeed, at the earliest.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
