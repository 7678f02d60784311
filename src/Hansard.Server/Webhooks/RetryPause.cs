using Hansard.Server.Configuration;

namespace Hansard.Server.Webhooks;

/// <summary>Exponential back-off with jitter, so that webhooks which failed together do not come back together.</summary>
internal static class RetryPause
{
    private const double Jitter = 0.25;

    /// <param name="attempts">Attempts that have failed, at least 1.</param>
    /// <param name="options">The first pause and the longest.</param>
    /// <param name="random">From 0 to 1.</param>
    public static TimeSpan After(int attempts, WebhookOptions options, double random)
    {
        var pause = options.FirstPause * Math.Pow(2, Math.Min(attempts - 1, 30));
        return (pause < options.LongestPause ? pause : options.LongestPause) * (1 - Jitter + (2 * Jitter * random));
    }
}
