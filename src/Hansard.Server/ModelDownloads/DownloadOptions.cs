namespace Hansard.Server.ModelDownloads;

/// <summary>Limits of a download's patience.</summary>
internal sealed record DownloadOptions
{
    /// <summary>Attempts in a row that bring nothing new before the download is given up.</summary>
    public int FruitlessAttempts { get; init; } = 6;

    /// <summary>Attempts in all, however much each brings.</summary>
    public int Attempts { get; init; } = 500;

    /// <summary>Wait after the first fruitless attempt; it doubles with each further one, up to <see cref="LongestDelay"/>.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between attempts, also when the server asks for a longer one.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest time without a byte before an attempt counts as failed.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
