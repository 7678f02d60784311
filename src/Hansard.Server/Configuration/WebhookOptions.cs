namespace Hansard.Server.Configuration;

/// <summary>Settings of the delivery of webhooks.</summary>
public sealed record WebhookOptions
{
    /// <summary>From the start of a try to the receiver's status.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Tries before a webhook is given up, the first included.</summary>
    public int MaximumTries { get; set; } = 8;

    /// <summary>The pause before the second try; doubled for each further one, and varied by a quarter.</summary>
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Webhooks under way at once, of all projects together; one project has at most half of them.</summary>
    public int Concurrency { get; set; } = 256;

    /// <summary>Webhooks of one project.</summary>
    public int ConcurrencyPerProject { get; set; } = 64;

    /// <summary>Webhooks of one project to one host and port: one that hangs does not hold up the others.</summary>
    public int ConcurrencyPerHost { get; set; } = 8;

    /// <summary>Time for which attempts under way may go on when the server stops: each one cut short arrives twice.</summary>
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(5);
}
