namespace Hansard.Server.ModelDownloads;

/// <summary>A download that trying again would not mend.</summary>
internal sealed class DownloadException(string message, Exception? inner = null) : IOException(message, inner);

/// <summary>A download that stopped, and may go on when it is tried again.</summary>
internal sealed class InterruptedDownloadException(string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>Wait that the server asks for.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
