namespace Hansard.Server.Storage;

/// <summary>A project would pass one of its limits, or the server one of its own.</summary>
/// <param name="message">Names the limit and says what to do.</param>
/// <param name="retryAfter">When to try again at the earliest, if nothing is done about it.</param>
internal sealed class LimitReachedException(string message, TimeSpan retryAfter) : Exception(message)
{
    /// <summary>When to try again at the earliest.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;

    /// <summary>Whether it is the server's limit: the project may have no part in it.</summary>
    public bool IsOfServer { get; init; }
}
