namespace Hansard.Cli.Models;

/// <summary>How patient a download is.</summary>
internal sealed record DownloadOptions
{
    /// <summary>Tries in a row that bring nothing new before it is given up.</summary>
    public int FruitlessAttempts { get; init; } = 6;

    /// <summary>Tries in all, however much each brings.</summary>
    public int Attempts { get; init; } = 500;

    /// <summary>Wait after the first fruitless try; it doubles with each further one, up to <see cref="LongestDelay"/>.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>No wait is longer, not even when the server asks for it.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long nothing may arrive before a try counts as failed.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
