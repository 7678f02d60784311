using Hansard.Server.Configuration;

namespace Hansard.Server.Outbound;

/// <summary>Bounds the webhooks, downloads and look-ups of names that are under way in a process that may open few files.</summary>
/// <remarks>
/// Their settings suit a server that may open tens of thousands of files; with the 1,024 that most shells allow, they alone would leave
/// hardly a connection for clients. Shares of the limit, so that what waits for others never takes what answers requests.
/// </remarks>
internal static class OutboundBudget
{
    private const int WebhookShare = 32;

    // A download has a connection and a file.
    private const int DownloadShare = 64;
    private const int LookupShare = 64;

    // One project has at most half of them.
    private const int Minimum = 2;

    /// <summary>Lowers what the limit has no room for.</summary>
    /// <param name="options">Of the server; changed.</param>
    /// <param name="openFiles">The process's limit; null when there is none.</param>
    public static void Fit(HansardServerOptions options, long? openFiles)
    {
        if (openFiles is not { } limit) return;
        options.Webhooks.Concurrency = Within(options.Webhooks.Concurrency, limit / WebhookShare);
        options.Fetch.Concurrency = Within(options.Fetch.Concurrency, limit / DownloadShare);
        options.Lookups.Concurrency = Within(options.Lookups.Concurrency, limit / LookupShare);
    }

    /// <summary>Files that all of it may have open.</summary>
    public static int Files(HansardServerOptions options)
        => options.Webhooks.Concurrency + (2 * options.Fetch.Concurrency) + options.Lookups.Concurrency;

    private static int Within(int setting, long share) => (int)Math.Min(setting, Math.Max(Minimum, share));
}
