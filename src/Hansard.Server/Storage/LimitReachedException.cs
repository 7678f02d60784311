namespace Hansard.Server.Storage;

/// <summary>A project would pass one of its limits, or the server one of its own.</summary>
/// <param name="message">Names the limit and says what to do.</param>
/// <param name="retryAfter">Time until another attempt can succeed, if nothing is done about it.</param>
internal sealed class LimitReachedException(string message, TimeSpan retryAfter) : Exception(message)
{
    /// <summary>Time until another attempt can succeed where somebody must act first, most often delete something.</summary>
    public static readonly TimeSpan WhenFull = TimeSpan.FromMinutes(1);

    /// <summary>The time until another attempt can succeed, at the earliest.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;

    /// <summary>Indicates whether the limit is the server's: the project may have no part in it.</summary>
    public bool IsOfServer { get; init; }
}
